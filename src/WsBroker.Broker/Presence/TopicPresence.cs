using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Presence;

/// <summary>Who is there in one topic: tells who watches and, where nodes share the topic, the other nodes.</summary>
/// <remarks>Belongs to one topic's actor. There is none where nobody is to be told.</remarks>
internal sealed class TopicPresence
{
    private readonly Attendance? _attendance;
    private readonly SharedAttendance? _shared;

    private TopicPresence(Attendance? attendance, SharedAttendance? shared) => (_attendance, _shared) = (attendance, shared);

    /// <summary>What a topic has; null if nobody is to be told.</summary>
    public static TopicPresence? Of(TopicState state)
    {
        var (rules, presence) = (state.Settings, SharedBy(state));
        if (!rules.Presence || (!rules.JoinLeave && presence is null))
        {
            return null;
        }

        void TellLater() => state.TellLater(new TopicMessage.PresenceDue(state.Name), Attendance.Pause);
        var attendance = rules.JoinLeave ? new Attendance(state.Name, state.Subscribers, state.FanOut, TellLater) : null;
        return new TopicPresence(attendance, presence is null ? null : new SharedAttendance(state, presence, attendance));
    }

    /// <summary>A subscriber has been added by name.</summary>
    public void Join(Subscriber subscriber)
    {
        _attendance?.Join(subscriber);
        _shared?.Join(subscriber);
    }

    /// <summary>A subscriber by name has been removed, if there was one.</summary>
    public void Leave(Subscriber? subscriber)
    {
        if (subscriber is not null)
        {
            _attendance?.Leave(subscriber);
            _shared?.Leave(subscriber);
        }
    }

    /// <summary>Answers who is there, on all nodes that share the topic.</summary>
    public static void Answer(TopicMessage.ReadPresence order, TopicState state)
    {
        if (SharedBy(state) is not { } presence)
        {
            Attendance.Answer(order, state.Settings, state.Subscribers);
        }
        else if (Attendance.Admits(order, state.Settings))
        {
            presence.Read(state.Name, Attendance.MaxListed, new ListingRef(order));
        }
    }

    /// <summary>The pause between what watchers are told is over.</summary>
    public void Tell() => _attendance?.Tell();

    /// <summary>Takes what is told of other nodes.</summary>
    public void Take(SharedPresenceNews news) => _shared?.Take(news);

    /// <summary>Who was there by name is not any more.</summary>
    public void BeginAnew() => _shared?.Renew();

    /// <summary>The topic ends, before who is there is told so.</summary>
    public void End() => _shared?.End();

    private static ISharedPresence? SharedBy(TopicState state) => state.Settings.Durability is Durability.Redis ? state.Options.Presence : null;
}

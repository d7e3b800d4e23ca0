using WsBroker.Broker.Access;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Presence;

/// <summary>Tells who watches a topic who comes and goes: at once when it is calm, else at most once in a while.</summary>
/// <remarks>Belongs to one topic's actor. What is told takes its place among the topic's publications.</remarks>
/// <param name="topic">The topic.</param>
/// <param name="subscribers">The topic's.</param>
/// <param name="fanOut">The topic's.</param>
/// <param name="wait">Has <see cref="Tell"/> called after <see cref="Pause"/>.</param>
internal sealed class Attendance(TopicName topic, SubscriberList subscribers, FanOutQueue fanOut, Action wait)
{
    /// <summary>The most clients that are listed.</summary>
    public const int MaxListed = 1000;

    private readonly PresenceChanges _changes = new(topic);
    private bool _isWaiting;

    /// <summary>How many are there on other nodes, as far as that is known.</summary>
    public int Elsewhere { get; set; }

    /// <summary>How long nothing is told after something was.</summary>
    // A second is soon enough for a list on a screen, and 100 changes a second are what a client can bear
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Answers who is there.</summary>
    public static void Answer(TopicMessage.ReadPresence order, TopicSettings settings, SubscriberList subscribers)
    {
        if (Admits(order, settings))
        {
            order.Answer(new SessionEvent.PresenceRead(
                order.Request, order.Topic, subscribers.NamedCount, subscribers.ListPresent(MaxListed)));
        }
    }

    /// <summary>Whether who asks may know who is there; refuses if not.</summary>
    public static bool Admits(TopicMessage.ReadPresence order, TopicSettings settings)
    {
        if (settings.Presence && settings.AdmitsSubscribe(order.Client, order.Topic))
        {
            return true;
        }

        order.Refuse(settings.Presence ? ErrorCode.NotAllowed : ErrorCode.NoPresence);
        return false;
    }

    /// <summary>A subscriber has been added by name.</summary>
    public void Join(Subscriber subscriber) =>
        Note(new PresenceNews.Joined(topic, subscriber.Client), subscribers.WatcherCount - (subscriber.WantsPresence ? 1 : 0));

    /// <summary>A subscriber by name has been removed.</summary>
    public void Leave(Subscriber subscriber) => Note(new PresenceNews.Left(topic, subscriber.Client), subscribers.WatcherCount);

    /// <summary>Somebody has come or gone on another node.</summary>
    public void Hear(PresenceNews.Change change) => Note(change, subscribers.WatcherCount);

    /// <summary>The pause is over: tells what happened meanwhile, if anything.</summary>
    public void Tell()
    {
        _isWaiting = false;
        var news = _changes.TakeAll(subscribers.NamedCount + Elsewhere);
        if (news.Count > 0 && subscribers.WatcherCount > 0)
        {
            fanOut.Add(new PresenceFanOut(news, subscribers.ListWatchers()));
            _isWaiting = true;
            wait();
        }
    }

    private void Note(PresenceNews.Change change, int others)
    {
        if (others == 0)
        {
            return;
        }

        _changes.Add(change);
        if (!_isWaiting)
        {
            Tell();
        }
    }
}

using WsBroker.Actors;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>All that <see cref="KeptSessionsActor"/> can be told.</summary>
public abstract record KeptSessionsMessage
{
    private KeptSessionsMessage()
    {
    }

    /// <summary>A client has connected, and may come back to its session by this id.</summary>
    /// <param name="Id">The secret.</param>
    /// <param name="User">Whose session it is; null when anonymous.</param>
    /// <param name="Owner">The owner of the session.</param>
    public sealed record Begin(SessionId Id, string? User, ActorRef<SessionMessage> Owner) : KeptSessionsMessage;

    /// <summary>A client has connected and wants to go on with a session that it had.</summary>
    /// <param name="Former">The session that it had; the id counts once, whatever comes of it.</param>
    /// <param name="Welcome">What <paramref name="Owner"/> is told, completed by what came of it.</param>
    /// <param name="Owner">The owner of the new session.</param>
    /// <param name="Positions">Where to go on, by topic; others go on where they were made.</param>
    public sealed record TakeUp(
        SessionId Former,
        SessionEvent.Connected Welcome,
        ActorRef<SessionMessage> Owner,
        IReadOnlyDictionary<string, TopicPosition> Positions) : KeptSessionsMessage;

    /// <summary>A session's connection is lost: it is kept for a while.</summary>
    /// <param name="Id">The secret.</param>
    /// <param name="User">Whose session it is; null when anonymous.</param>
    /// <param name="Subscriptions">What would make its subscriptions once more.</param>
    public sealed record Keep(
        SessionId Id, string? User, IReadOnlyList<Command.Subscribe> Subscriptions) : KeptSessionsMessage;

    /// <summary>A session has ended as its client wanted: nobody comes back to it.</summary>
    public sealed record Discard(SessionId Id) : KeptSessionsMessage;

    /// <summary>Another node wants a session, whose client has connected there; a connection that has it is closed.</summary>
    /// <param name="Former">The session; the id counts once.</param>
    /// <param name="User">Whose session it must be; null when anonymous.</param>
    /// <param name="ReplyTo">Told what would make its subscriptions once more; null if it is not here.</param>
    public sealed record HandOver(SessionId Former, string? User, ActorRef<IReadOnlyList<Command.Subscribe>?> ReplyTo) : KeptSessionsMessage;

    /// <summary>The actor to itself: the nodes keep a session together, so that it is not needed here.</summary>
    internal sealed record KeptTogether(SessionId Id) : KeptSessionsMessage;

    /// <summary>The actor to itself: what nodes keep together of a session; null if nothing.</summary>
    /// <param name="Order">For whom it was sought.</param>
    /// <param name="Found">What was found.</param>
    /// <param name="IsAgain">Whether the nodes have been asked for it before.</param>
    internal sealed record Sought(TakeUp Order, IReadOnlyList<Command.Subscribe>? Found, bool IsAgain) : KeptSessionsMessage;

    /// <summary>The actor to itself: what another node has handed over of a session; null if nothing.</summary>
    internal sealed record Asked(TakeUp Order, IReadOnlyList<Command.Subscribe>? Found) : KeptSessionsMessage;

    /// <summary>The actor to itself: the oldest session may have reached its age.</summary>
    internal sealed record AgePassed : KeptSessionsMessage;

    /// <summary>The actor to itself: a session should have been handed over by now.</summary>
    internal sealed record HandOverTimedOut(SessionId Former, Heir Heir) : KeptSessionsMessage;
}

using WsBroker.Actors;

namespace WsBroker.Broker.Sessions;

/// <summary>Where the nodes of a cluster keep sessions together, so that a client can go on at any of them.</summary>
/// <remarks>Thread-safe. Nothing here waits; what comes of it is told, within five seconds, from any thread.</remarks>
public interface ISharedSessions
{
    /// <summary>Keeps what is left of a session for as long as sessions are kept.</summary>
    /// <param name="id">The secret.</param>
    /// <param name="user">Whose session it is; null when anonymous.</param>
    /// <param name="subscriptions">What would make its subscriptions once more.</param>
    /// <param name="replyTo">Told whether it is kept.</param>
    void Keep(SessionId id, string? user, IReadOnlyList<Command.Subscribe> subscriptions, ActorRef<bool> replyTo);

    /// <summary>Takes a session out, for one who asks only, however many do at once.</summary>
    /// <param name="id">The secret.</param>
    /// <param name="user">Whose session it must be; if it is another's it stays.</param>
    /// <param name="replyTo">Told what would make its subscriptions once more; null if it is not there, or cannot be reached.</param>
    void Take(SessionId id, string? user, ActorRef<IReadOnlyList<Command.Subscribe>?> replyTo);

    /// <summary>Forgets a session, if it is there.</summary>
    void Discard(SessionId id);
}

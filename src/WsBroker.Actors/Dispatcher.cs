namespace WsBroker.Actors;

/// <summary>Decides which actor has its turn next, on which thread.</summary>
public abstract class Dispatcher
{
    /// <summary>The most messages that an actor may take in one turn before the others have theirs.</summary>
    // Of 64, 256 and 1024 the throughput of one busy actor no longer rose after 256, and 256 short messages are some 10 µs
    public const int MessagesPerTurn = 256;

    /// <summary>Sees to it that <paramref name="turn"/> is run, soon, once, and not inside this call.</summary>
    /// <remarks>Must not throw. An actor is scheduled again only when its turn is over or nearly so.</remarks>
    public abstract void Schedule(ITurn turn);
}

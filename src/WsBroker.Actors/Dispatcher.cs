namespace WsBroker.Actors;

/// <summary>Decides which actor has its turn next, on which thread.</summary>
public abstract class Dispatcher
{
    /// <summary>The most messages that an actor may take in one turn before the others have theirs.</summary>
    // To a busy actor on the thread pool a message cost 27 ns of CPU at 16 a turn and 14 to 17 ns at 64, 256 and 1024
    // alike; the
    // longer turn lets an actor gather more before it hands on, and 256 short messages keep the others waiting for some
    // 4 µs
    public const int MessagesPerTurn = 256;

    /// <summary>Sees to it that <paramref name="turn"/> is run, soon, once, and not inside this call.</summary>
    /// <remarks>Must not throw. An actor is scheduled again only when its turn is over or nearly so.</remarks>
    public abstract void Schedule(ITurn turn);

    /// <summary>As <see cref="Schedule"/>, for an actor that has just had a turn and has more to do: those that wait come first.</summary>
    public virtual void ScheduleAgain(ITurn turn) => Schedule(turn);
}

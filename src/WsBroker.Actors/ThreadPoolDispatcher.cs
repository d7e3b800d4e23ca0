namespace WsBroker.Actors;

/// <summary>Runs turns on the threads of the .NET thread pool.</summary>
/// <remarks>
/// What a turn causes is run by the same worker before it looks at what has come in from outside: a publication has reached its
/// last subscriber before the next bytes are read, so that what piles up meanwhile goes out together. Other workers help
/// themselves from the worker's queue. So that nobody waits for ever behind actors that keep waking each other, every so
/// often a turn takes its place at the end of the queue that all share, and so does an actor that has more to do after its turn.
/// </remarks>
public sealed class ThreadPoolDispatcher : Dispatcher
{
    /// <summary>One turn in so many goes to the shared queue. A power of two.</summary>
    private const uint SharedEvery = 256;

    [ThreadStatic]
    private static uint _scheduled;

    private ThreadPoolDispatcher()
    {
    }

    /// <summary>The one there is, as there is one thread pool.</summary>
    public static ThreadPoolDispatcher Shared { get; } = new();

    /// <inheritdoc/>
    public override void Schedule(ITurn turn)
    {
        var isOwn = (++_scheduled & (SharedEvery - 1)) != 0;
        ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: isOwn);
    }

    /// <inheritdoc/>
    public override void ScheduleAgain(ITurn turn) => ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);
}

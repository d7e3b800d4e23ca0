namespace WsBroker.Actors;

/// <summary>Runs turns on the threads of the .NET thread pool.</summary>
public sealed class ThreadPoolDispatcher : Dispatcher
{
    private ThreadPoolDispatcher()
    {
    }

    /// <summary>The one there is, as there is one thread pool.</summary>
    public static ThreadPoolDispatcher Shared { get; } = new();

    /// <inheritdoc/>
    public override void Schedule(ITurn turn) => ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);
}

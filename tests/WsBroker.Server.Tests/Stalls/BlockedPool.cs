namespace WsBroker.Server.Tests.Stalls;

/// <summary>Work for the thread pool of this process that blocks whatever thread gets to it, until this is disposed of.</summary>
internal sealed class BlockedPool : IDisposable
{
    // Reached only if a test forgets it
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(60);

    private readonly ManualResetEventSlim _free = new();
    private readonly CountdownEvent _left;

    /// <param name="count">How many pieces of it.</param>
    public BlockedPool(int count)
    {
        _left = new CountdownEvent(count);
        for (var number = 0; number < count; number++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static pool => pool.Block(), this, preferLocal: false);
        }
    }

    /// <summary>Frees all threads, and waits until they are.</summary>
    public void Dispose()
    {
        _free.Set();
        _left.Wait(_longest);
        _free.Dispose();
        _left.Dispose();
    }

    private void Block()
    {
        _free.Wait(_longest);
        _left.Signal();
    }
}

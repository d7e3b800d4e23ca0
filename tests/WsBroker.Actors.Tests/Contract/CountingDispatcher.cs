namespace WsBroker.Actors.Tests.Contract;

/// <summary>The thread pool, with the number of turns that are scheduled or running.</summary>
internal sealed class CountingDispatcher : Dispatcher
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly object _lock = new();
    private int _turns;

    public override void Schedule(ITurn turn)
    {
        lock (_lock)
        {
            _turns++;
        }

        ThreadPoolDispatcher.Shared.Schedule(new CountedTurn(turn, this));
    }

    public void WaitUntilIdle()
    {
        lock (_lock)
        {
            while (_turns > 0)
            {
                Assert.True(Monitor.Wait(_lock, _patience), "Some turn does not end.");
            }
        }
    }

    public void TurnIsOver()
    {
        lock (_lock)
        {
            _turns--;
            Monitor.PulseAll(_lock);
        }
    }
}

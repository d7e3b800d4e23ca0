using System.Diagnostics.Metrics;

namespace WsBroker.Server.Stalls;

/// <summary>Notices when work waits too long for a thread of the pool, on which all turns, timers and sockets depend, and tells so.</summary>
/// <remarks>
/// It has a thread of its own, from which it gives the pool a piece of work now and then that does nothing, and looks whether that gets done. What it
/// tells and counts goes by that thread too.
/// </remarks>
internal sealed class StallWatch : IThreadPoolWorkItem, IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500);

    private readonly Stall _stall = new(_interval);
    private readonly ManualResetEventSlim _ending = new();
    private readonly StallMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private volatile bool _isDone = true;

    /// <summary>Begins.</summary>
    /// <param name="meters">Makes and owns the meter.</param>
    /// <param name="logger">For what it finds.</param>
    public StallWatch(IMeterFactory meters, ILogger logger)
    {
        _metrics = new StallMetrics(meters);
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "WsBroker stalls" };
        _thread.Start();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => _isDone = true;

    /// <summary>Ends, and waits for that.</summary>
    public void Dispose()
    {
        _ending.Set();
        _thread.Join();
        _ending.Dispose();
    }

    private void Run()
    {
        while (!_ending.Wait(_interval))
        {
            var isDone = _isDone;
            if (isDone)
            {
                _isDone = false;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            Tell(_stall.Look(isDone));
            _metrics.Looked(_stall.IsOn, _interval);
        }
    }

    private void Tell(StallNews? news)
    {
        switch (news)
        {
            case StallNews.Waits waits:
                _logger.WorkWaits(waits.Waited, ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount);
                break;
            case StallNews.IsOver over:
                _logger.WorkGoesOn(over.Lasted);
                break;
            default:
                break;
        }
    }
}

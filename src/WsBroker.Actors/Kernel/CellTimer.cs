namespace WsBroker.Actors.Kernel;

/// <summary>A message that an actor will be told later.</summary>
internal sealed class CellTimer<TMessage> : IDisposable, IPlaced
{
    private readonly LocalCell<TMessage> _cell;
    private readonly ITimer _timer;

    public CellTimer(LocalCell<TMessage> cell, TMessage message)
    {
        _cell = cell;
        Message = message;
        _timer = QuietTimer.Create(cell.Time, static state => ((CellTimer<TMessage>)state!).Fire(), this);
    }

    /// <summary>What to tell.</summary>
    public TMessage Message { get; }

    /// <inheritdoc/>
    public int Place { get; set; } = -1;

    /// <summary>Lets the time begin to run.</summary>
    public void Start(TimeSpan delay) => _timer.Change(delay, Timeout.InfiniteTimeSpan);

    /// <summary>Cancels, for a cell that no longer knows of it.</summary>
    public void Cancel() => _timer.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        _cell.Forget(this);
        Cancel();
    }

    private void Fire()
    {
        _cell.TimerFired(this);
        Cancel();
    }
}

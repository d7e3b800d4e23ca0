namespace WsBroker.Actors;

/// <summary>A timer of <see cref="VirtualTime"/>.</summary>
internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
{
    private const long NotSet = 0;

    private readonly Lock _lock = new();
    private TimeSpan _period;
    private long _setting;
    private bool _isDisposed;

    /// <inheritdoc/>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return false;
            }

            _period = period;
            _setting = dueTime == Timeout.InfiniteTimeSpan ? NotSet : time.Set(this, dueTime);
            return true;
        }
    }

    /// <summary>Fires, unless it was changed or disposed since that setting.</summary>
    public bool TryFire(long setting)
    {
        lock (_lock)
        {
            if (_setting != setting)
            {
                return false;
            }

            _setting = _period > TimeSpan.Zero ? time.Set(this, _period) : NotSet;
        }

        callback(state);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _setting = NotSet;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}

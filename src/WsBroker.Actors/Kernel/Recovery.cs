namespace WsBroker.Actors.Kernel;

/// <summary>How an actor comes back from its failures.</summary>
/// <remarks>Belongs to the actor's turns, except <see cref="IsPauseOver"/>.</remarks>
internal sealed class Recovery<TMessage>(Props<TMessage> props, SupervisionPolicy.Restart policy, TimeProvider time)
{
    private readonly Queue<long> _restarts = [];
    private ITimer? _timer;
    private TimeSpan _pause;
    private volatile bool _isPauseOver;

    /// <summary>Makes the next instance.</summary>
    public Props<TMessage> Props => props;

    /// <summary>Whether the pause before the next instance is over.</summary>
    public bool IsPauseOver => _isPauseOver;

    /// <summary>Whether one more failure, now, is answered by a restart; then it is counted as one.</summary>
    public bool TryCountRestart()
    {
        var now = time.GetTimestamp();
        while (_restarts.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= policy.Within)
        {
            _restarts.Dequeue();
        }

        if (_restarts.Count >= policy.MaxRestarts)
        {
            return false;
        }

        _pause = PauseAfter(_restarts.Count);
        _restarts.Enqueue(now);
        return true;
    }

    /// <summary>Begins the pause; <paramref name="cell"/> is woken when it is over.</summary>
    public void BeginPause(ILocalCell cell)
    {
        _isPauseOver = _pause == TimeSpan.Zero;
        if (!_isPauseOver)
        {
            _timer = QuietTimer.Create(time, _ => EndPause(cell), this);
            _timer.Change(_pause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Frees what a pause holds, over or not.</summary>
    public void CancelPause()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void EndPause(ILocalCell cell)
    {
        _isPauseOver = true;
        cell.Wake();
    }

    private TimeSpan PauseAfter(int restarts)
    {
        var pause = policy.FirstBackoff;
        for (var doubling = 0; doubling < restarts && pause > TimeSpan.Zero && pause < policy.MaxBackoff; doubling++)
        {
            pause = pause.Ticks > long.MaxValue / 2 ? TimeSpan.MaxValue : pause * 2;
        }

        return pause < policy.MaxBackoff ? pause : policy.MaxBackoff;
    }
}

namespace WsBroker.Actors;

/// <summary>A clock that stands still until it is turned.</summary>
/// <remarks>
/// Timers fire inside <see cref="Advance"/>, on its thread, each at its very moment, in the order of their moments and,
/// for
/// the same moment, of their being set. All members are thread-safe, but to be repeatable they are for one thread.
/// </remarks>
public sealed class VirtualTime : TimeProvider
{
    // Any moment does, as long as it is always the same
    private static readonly DateTimeOffset _start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(VirtualTimer Timer, long Setting), (long Due, long Setting)> _settings = new();
    private readonly Lock _lock = new();
    private long _now;
    private long _jumped;
    private long _lastSetting;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start.AddTicks(GetTimestamp() + Volatile.Read(ref _jumped));

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);

        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets the time of day on or back, as an operator may; timers and timestamps know nothing of it.</summary>
    public void JumpUtc(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);

    /// <summary>Turns the clock, and fires the timers that are due on the way.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);

        var until = GetTimestamp() + by.Ticks;
        while (FireNext(until))
        {
        }

        TurnTo(until);
    }

    /// <summary>
    /// Turns the clock to the next timer's moment and fires it, if that moment is not after <paramref name="until"/>.
    /// </summary>
    internal bool FireNext(long until)
    {
        while (TryTakeNext(until, out var timer, out var setting))
        {
            if (timer.TryFire(setting))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Turns the clock without firing anything; never back.</summary>
    internal void TurnTo(long timestamp)
    {
        lock (_lock)
        {
            _now = Math.Max(_now, timestamp);
        }
    }

    /// <summary>Has <paramref name="timer"/> fire after <paramref name="delay"/>.</summary>
    /// <returns>The number of this setting.</returns>
    internal long Set(VirtualTimer timer, TimeSpan delay)
    {
        lock (_lock)
        {
            _lastSetting++;
            _settings.Enqueue((timer, _lastSetting), (_now + delay.Ticks, _lastSetting));
            return _lastSetting;
        }
    }

    private bool TryTakeNext(long until, out VirtualTimer timer, out long setting)
    {
        lock (_lock)
        {
            if (!_settings.TryPeek(out var next, out var order) || order.Due > until)
            {
                (timer, setting) = (null!, 0);
                return false;
            }

            _settings.Dequeue();
            _now = Math.Max(_now, order.Due);
            (timer, setting) = next;
            return true;
        }
    }
}

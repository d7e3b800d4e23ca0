using WsBroker.Actors.Kernel;

namespace WsBroker.Actors;

/// <summary>Coarse deadlines of very many actors, on one timer.</summary>
/// <remarks>
/// A deadline costs 24 bytes when the message is a reference, and cannot be taken back: its message carries a
/// generation,
/// by which the receiver knows one that came too late. Thread-safe; telling happens on the timer's thread. A hashed
/// wheel after
/// Varghese and Lauck, "Hashed and Hierarchical Timing Wheels" (1987), scheme 6.
/// </remarks>
/// <typeparam name="TMessage">What the actors are told.</typeparam>
public sealed class DeadlineWheel<TMessage> : IDisposable
{
    // A revolution of 512 ticks: at a tick of 250 ms, two minutes, longer than the usual deadlines of a connection
    private const int Slots = 512;

    private readonly TimeProvider _time;
    private readonly TimeSpan _tick;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly WheelSlot<TMessage>[] _slots = new WheelSlot<TMessage>[Slots];
    private readonly Lock _lock = new();
    private long _turned;
    private int _armed;
    private bool _isDisposed;

    /// <summary>Makes a wheel with nothing armed.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="tick">
    /// How coarse the wheel is: a deadline is told at its moment or at most about one tick after it. 1 ms or more.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tick"/> is shorter.</exception>
    public DeadlineWheel(TimeProvider time, TimeSpan tick)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(tick, TimeSpan.FromMilliseconds(1));

        _time = time;
        _tick = tick;
        _start = time.GetTimestamp();
        _timer = QuietTimer.Create(time, static wheel => ((DeadlineWheel<TMessage>)wheel!).Turn(), this);
    }

    /// <summary>How many deadlines have not been told yet.</summary>
    public int Armed => Volatile.Read(ref _armed);

    /// <summary>Has <paramref name="target"/> told <paramref name="message"/> after <paramref name="after"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The wheel was disposed.</exception>
    public void Arm(ActorRef<TMessage> target, TMessage message, TimeSpan after)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var elapsed = Elapsed;
            if (_armed++ == 0)
            {
                _turned = elapsed.Ticks / _tick.Ticks;
                StartTimer(elapsed);
            }

            var due = Math.Max(TickAtOrAfter(elapsed, after), _turned + 1);
            _slots[due % Slots].Add(new Deadline<TMessage>(target, message, due));
        }
    }

    /// <summary>Stops the clock; what is armed will not be told.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _armed = 0;
            Array.Clear(_slots);
        }

        _timer.Dispose();
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_start);

    private long TickAtOrAfter(TimeSpan elapsed, TimeSpan after)
    {
        var due = (UInt128)elapsed.Ticks + (UInt128)after.Ticks;
        return (long)((due + (UInt128)_tick.Ticks - 1) / (UInt128)_tick.Ticks);
    }

    // The first tick falls on the grid that deadlines are rounded up to; the system's timers count whole milliseconds
    private void StartTimer(TimeSpan elapsed)
    {
        var first = new TimeSpan(_tick.Ticks - (elapsed.Ticks % _tick.Ticks));
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(first.TotalMilliseconds)), _tick);
    }

    private void Turn()
    {
        var due = new List<Deadline<TMessage>>();
        lock (_lock)
        {
            CollectDue(due);
        }

        foreach (var deadline in due)
        {
            deadline.Target.Tell(deadline.Message);
        }
    }

    private void CollectDue(List<Deadline<TMessage>> due)
    {
        var now = Elapsed.Ticks / _tick.Ticks;
        // Who is late by more than a revolution has all slots to look at, each but once
        for (var tick = Math.Max(_turned, now - Slots) + 1; tick <= now && _armed > 0; tick++)
        {
            var before = due.Count;
            _slots[tick % Slots].TakeDue(now, due);
            _armed -= due.Count - before;
        }

        _turned = Math.Max(_turned, now);
        if (_armed == 0)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}

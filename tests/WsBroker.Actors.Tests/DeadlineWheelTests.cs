using WsBroker.Actors.Kernel;
using WsBroker.Actors.Tests.Deadlines;

namespace WsBroker.Actors.Tests;

/// <summary>Deadlines of many on one timer.</summary>
[Collection(Measurements.Name)]
public sealed class DeadlineWheelTests
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(250);

    private readonly VirtualTime _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_is_told_at_its_moment_or_within_one_tick_after(ulong seed)
    {
        using var wheel = new DeadlineWheel<TimeSpan>(_time, _tick);
        var late = new List<TimeSpan>();
        var target = new CallbackRef<TimeSpan>(due => late.Add(Now - due));
        var random = new SplitMix(seed);
        // Between two ticks, so that a timer that runs from here on is off their grid
        _time.Advance(TimeSpan.FromMilliseconds(130));

        for (var i = 0; i < 2000; i++)
        {
            // Up to nine minutes: more than four revolutions
            var after = TimeSpan.FromMilliseconds(random.Below(540_000));
            wheel.Arm(target, Now + after, after);
            _time.Advance(TimeSpan.FromMilliseconds(random.Below(400)));
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(2000, late.Count);
        Assert.All(late, late => Assert.InRange(late, TimeSpan.Zero, _tick));
        Assert.Equal(0, wheel.Armed);
    }

    [Fact]
    public void A_deadline_of_now_is_told_with_the_next_tick()
    {
        using var wheel = new DeadlineWheel<string>(_time, _tick);
        var told = new List<string>();
        wheel.Arm(new CallbackRef<string>(told.Add), "now", TimeSpan.Zero);
        Assert.Empty(told);

        _time.Advance(_tick);

        Assert.Equal(["now"], told);
    }

    [Fact]
    public void One_slot_is_told_in_the_order_of_arming()
    {
        using var wheel = new DeadlineWheel<string>(_time, _tick);
        var told = new List<string>();
        var target = new CallbackRef<string>(told.Add);
        foreach (var message in "abc")
        {
            wheel.Arm(target, $"{message}", TimeSpan.FromSeconds(1));
        }

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["a", "b", "c"], told);
    }

    [Fact]
    public void The_timer_runs_only_while_something_is_armed()
    {
        using var wheel = new DeadlineWheel<string>(_time, _tick);
        Assert.False(_time.FireNext(long.MaxValue));
        var told = new List<string>();
        var target = new CallbackRef<string>(told.Add);

        for (var round = 1; round <= 3; round++)
        {
            // Off the grid of ticks and some revolutions later
            _time.Advance(TimeSpan.FromSeconds(1000.1));
            wheel.Arm(target, "x", TimeSpan.FromSeconds(1));
            Assert.Equal(1, wheel.Armed);
            _time.Advance(TimeSpan.FromSeconds(1) + _tick);
            Assert.Equal(round, told.Count);
            Assert.Equal(0, wheel.Armed);
            Assert.False(_time.FireNext(long.MaxValue));
        }
    }

    [Fact]
    public void Telling_holds_no_lock()
    {
        using var wheel = new DeadlineWheel<string>(_time, _tick);
        var couldArm = false;
        CallbackRef<string>? target = null;
        target = new CallbackRef<string>(message =>
        {
            if (message is "first")
            {
                var other = new Thread(() => wheel.Arm(target!, "second", _tick));
                other.Start();
                couldArm = other.Join(TimeSpan.FromSeconds(30));
            }
        });
        wheel.Arm(target, "first", _tick);

        _time.Advance(_tick);

        Assert.True(couldArm);
        Assert.Equal(1, wheel.Armed);
    }

    [Fact]
    public void None_is_lost_when_many_threads_arm_while_the_wheel_turns()
    {
        const int Threads = 4;
        const int Each = 50_000;
        using var wheel = new DeadlineWheel<int>(_time, _tick);
        var told = 0;
        var target = new CallbackRef<int>(_ => told++);
        var arming = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                wheel.Arm(target, i, TimeSpan.FromMilliseconds((i * 37 % 5000) + thread));
            }
        })).ToArray();
        Array.ForEach(arming, static thread => thread.Start());

        while (arming.Any(static thread => thread.IsAlive))
        {
            _time.Advance(_tick);
        }

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Threads * Each, told);
        Assert.Equal(0, wheel.Armed);
    }

    [Fact]
    public void A_hundred_thousand_cost_little_and_leave_nothing_behind()
    {
        const int Deadlines = 100_000;
        using var wheel = new DeadlineWheel<string>(_time, _tick);
        var target = new CallbackRef<string>(static _ => { });
        wheel.Arm(target, "x", _tick);
        _time.Advance(_tick);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Deadlines; i++)
        {
            wheel.Arm(target, "x", TimeSpan.FromSeconds(i % 60));
        }

        var armed = GC.GetTotalMemory(forceFullCollection: true) - before;
        _time.Advance(TimeSpan.FromMinutes(2));
        var left = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(armed / (double)Deadlines, 20, 40);
        Assert.InRange(left, long.MinValue, 100_000);
    }

    [Fact]
    public void A_disposed_wheel_tells_nothing_and_takes_nothing()
    {
        var wheel = new DeadlineWheel<string>(_time, _tick);
        var told = new List<string>();
        var target = new CallbackRef<string>(told.Add);
        wheel.Arm(target, "x", _tick);

        wheel.Dispose();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(told);
        Assert.Throws<ObjectDisposedException>(() => wheel.Arm(target, "y", _tick));
        wheel.Dispose();
    }

    [Fact]
    public void Refuses_a_tick_finer_than_timers_are() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new DeadlineWheel<string>(_time, TimeSpan.FromMicroseconds(999)));

    private TimeSpan Now => TimeSpan.FromTicks(_time.GetTimestamp());
}

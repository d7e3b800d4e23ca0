namespace WsBroker.Actors.Tests;

/// <summary>A clock in the hand.</summary>
public sealed class VirtualTimeTests
{
    private readonly VirtualTime _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Stands_still_until_it_is_turned()
    {
        var utc = _time.GetUtcNow();
        var stamp = _time.GetTimestamp();

        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), _time.GetUtcNow() - utc);
        Assert.Equal(TimeSpan.FromSeconds(3), _time.GetElapsedTime(stamp));
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_moments_then_of_their_setting()
    {
        Set("c", seconds: 2);
        Set("a", seconds: 1);
        Set("b", seconds: 1);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["a at 1", "b at 1", "c at 2"], _fired);
    }

    [Fact]
    public void A_timer_is_not_early()
    {
        Set("a", seconds: 1);

        _time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));

        Assert.Empty(_fired);
    }

    [Fact]
    public void A_period_repeats()
    {
        var timer = Set("a", seconds: 1, period: 2);

        _time.Advance(TimeSpan.FromSeconds(6));
        timer.Dispose();
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(["a at 1", "a at 3", "a at 5"], _fired);
    }

    [Fact]
    public void A_change_replaces_what_was_set()
    {
        var timer = Set("a", seconds: 1);

        Assert.True(timer.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan));
        _time.Advance(TimeSpan.FromSeconds(9));

        Assert.Equal(["a at 5"], _fired);
    }

    [Fact]
    public void A_timer_can_be_set_to_never()
    {
        var timer = Set("a", seconds: 1);

        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(9));

        Assert.Empty(_fired);
    }

    [Fact]
    public async Task A_disposed_timer_can_be_set_no_more()
    {
        var timer = Set("a", seconds: 1);
        await timer.DisposeAsync();

        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        _time.Advance(TimeSpan.FromSeconds(9));

        Assert.Empty(_fired);
    }

    [Fact]
    public void A_timer_set_by_a_timer_fires_on_the_same_way()
    {
        using var first = _time.CreateTimer(
            _ => Set("second", seconds: 1), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["second at 2"], _fired);
    }

    [Fact]
    public void Time_does_not_run_back() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.FromTicks(-1)));

    private ITimer Set(string name, double seconds, double? period = null) => _time.CreateTimer(
        _ => _fired.Add($"{name} at {TimeSpan.FromTicks(_time.GetTimestamp()).TotalSeconds}"),
        state: null,
        TimeSpan.FromSeconds(seconds),
        period is { } given ? TimeSpan.FromSeconds(given) : Timeout.InfiniteTimeSpan);
}

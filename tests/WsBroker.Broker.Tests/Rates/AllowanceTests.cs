using WsBroker.Broker.Rates;

namespace WsBroker.Broker.Tests.Rates;

public sealed class AllowanceTests
{
    private const int PerSecond = 10;
    private const int Burst = 20;

    private Allowance _allowance;

    [Fact]
    public void A_burst_comes_at_once_and_then_as_much_as_time_brings()
    {
        Assert.Equal(Burst, TakeAll(At(0)));
        Assert.Equal(0, TakeAll(At(0.05)));
        Assert.Equal(3, TakeAll(At(0.35)));
        Assert.Equal(Burst, TakeAll(At(100)));
    }

    [Fact]
    public void Who_waits_as_long_as_is_told_is_let_through_and_not_sooner()
    {
        TakeAll(At(0));
        var wait = _allowance.Take(5, PerSecond, Burst, At(0));

        Assert.Equal(0.5, wait.TotalSeconds, tolerance: 0.001);
        Assert.NotEqual(TimeSpan.Zero, _allowance.Take(5, PerSecond, Burst, wait - TimeSpan.FromMilliseconds(1)));
        Assert.Equal(TimeSpan.Zero, _allowance.Take(5, PerSecond, Burst, wait));
    }

    [Fact]
    public void What_is_larger_than_a_burst_comes_when_nothing_else_did_and_is_waited_for_afterwards()
    {
        Assert.Equal(TimeSpan.Zero, _allowance.Take(100, PerSecond, Burst, At(0)));

        Assert.Equal(8.1, _allowance.Take(1, PerSecond, Burst, At(0)).TotalSeconds, tolerance: 0.001);
        Assert.Equal(0, TakeAll(At(8)));
        Assert.Equal(1, TakeAll(At(8.101)));
    }

    [Fact]
    public void What_is_refused_takes_nothing_and_what_is_given_back_may_come_again()
    {
        TakeAll(At(0));
        for (var at = 0; at < 100; at++)
        {
            _allowance.Take(1, PerSecond, Burst, At(0));
        }

        _allowance.GiveBack(3);

        Assert.Equal(3, TakeAll(At(0)));
        Assert.Equal(1, TakeAll(At(0.1001)));
    }

    [Fact]
    public void It_is_full_again_when_all_has_come_back()
    {
        Assert.True(_allowance.IsFull(PerSecond, At(1)));
        TakeAll(At(1));

        Assert.False(_allowance.IsFull(PerSecond, At(2.9)));
        Assert.True(_allowance.IsFull(PerSecond, At(3.001)));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private int TakeAll(TimeSpan now)
    {
        var taken = 0;
        while (_allowance.Take(1, PerSecond, Burst, now) == TimeSpan.Zero)
        {
            taken++;
        }

        return taken;
    }
}

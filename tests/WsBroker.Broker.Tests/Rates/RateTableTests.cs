using WsBroker.Actors;
using WsBroker.Broker.Rates;

namespace WsBroker.Broker.Tests.Rates;

public sealed class RateTableTests : IDisposable
{
    private readonly SimulationDispatcher _dispatcher = new(seed: 1);
    private readonly RateMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void Each_has_its_own()
    {
        var table = Table(new ScopeRates { Publish = 2 });

        Assert.Equal(2, TakeAll(table, key: 1));
        Assert.Equal(2, TakeAll(table, key: 2));
        Assert.Equal(0, TakeAll(table, key: 1));
        _dispatcher.Advance(TimeSpan.FromSeconds(0.51));
        Assert.Equal(1, TakeAll(table, key: 1));
    }

    [Fact]
    public void What_is_not_limited_is_not_even_remembered()
    {
        var table = Table(new ScopeRates { Publish = 2 });

        Assert.Equal(TimeSpan.Zero, table.Take(1, RateKind.Bytes, int.MaxValue));
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void AP_12_Those_who_are_quiet_are_let_go_and_those_who_are_not_stay()
    {
        var table = Table(new ScopeRates { Publish = 1, Bytes = 10 });
        table.Take(-1, RateKind.Bytes, 10_000_000);
        var most = 0;

        for (var key = 0; key < 100_000; key++)
        {
            table.Take(key, RateKind.Publish);
            _dispatcher.Advance(TimeSpan.FromMilliseconds(1));
            most = Math.Max(most, table.Count);
        }

        // A thousand come in the second for which each is remembered
        Assert.InRange(most, 1_000, 2_100);
        Assert.NotEqual(TimeSpan.Zero, table.Take(-1, RateKind.Bytes, 1));
    }

    private RateTable<int> Table(ScopeRates rates) =>
        new RateLimits(new RateOptions { Address = rates }, _dispatcher.Time, _metrics).Addresses<int>();

    private static int TakeAll(RateTable<int> table, int key)
    {
        var taken = 0;
        while (table.Take(key, RateKind.Publish) == TimeSpan.Zero)
        {
            taken++;
        }

        return taken;
    }
}

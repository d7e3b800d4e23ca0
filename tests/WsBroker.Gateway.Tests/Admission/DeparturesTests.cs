using WsBroker.Actors;
using WsBroker.Gateway.Admission;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Admission;

public sealed class DeparturesTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private readonly SimulationDispatcher _dispatcher = new(1);

    [Fact]
    public void A_quarter_of_a_second_of_clients_leaves_at_once_and_the_rest_at_the_pace()
    {
        var departures = Depart(clientsPerSecond: 1000, clients: 5000, within: 100 * _second);

        Assert.Equal(250, CountNow(departures));
        _dispatcher.Advance(_second);
        Assert.Equal(1000, CountNow(departures));
        _dispatcher.Advance(3.5 * _second);
        Assert.Equal(3500, CountNow(departures));
    }

    [Fact]
    public void One_may_leave_at_once_however_slow_the_pace_is() =>
        Assert.Equal(1, CountNow(Depart(clientsPerSecond: 1, clients: 1, within: _second)));

    [Fact]
    public void They_leave_faster_if_they_would_not_be_gone_in_time()
    {
        var departures = Depart(clientsPerSecond: 100, clients: 10_000, within: 10 * _second);
        var gone = CountNow(departures);

        _dispatcher.Advance(10 * _second);

        Assert.Equal(10_250, gone + CountNow(departures));
    }

    [Fact]
    public void DN_02_They_come_back_at_the_pace_however_fast_they_leave()
    {
        var departures = Depart(clientsPerSecond: 100, clients: 10_000, within: 10 * _second);
        var back = new List<TimeSpan>();
        for (var at = TimeSpan.Zero; at < 20 * _second; at += _second / 10)
        {
            while (departures.TryTake(out var comeBackAfter))
            {
                back.Add(at + comeBackAfter);
            }

            _dispatcher.Advance(_second / 10);
        }

        Assert.InRange(back.Count, 10_000, 20_250);
        var inASecond = back.GroupBy(static moment => (long)moment.TotalSeconds).Select(static moment => moment.Count()).ToList();
        Assert.InRange(inASecond.Max(), 90, 130);
    }

    [Fact]
    public void DN_02_They_come_back_at_the_pace_though_all_leave_at_once()
    {
        var departures = Depart(clientsPerSecond: 100, clients: 1000, within: 60 * _second);

        var back = Enumerable.Range(0, 1000).Select(_ => departures.Take()).ToList();

        Assert.InRange(back.Max(), 9.5 * _second, 10.5 * _second);
        Assert.InRange(back.GroupBy(static moment => (long)moment.TotalSeconds).Max(static moment => moment.Count()), 90, 130);
    }

    [Fact]
    public void Those_who_leave_together_come_back_at_different_moments()
    {
        var departures = Depart(clientsPerSecond: 1_000_000, clients: 100, within: 60 * _second);

        var back = Enumerable.Range(0, 100).Select(_ => departures.Take()).ToList();

        Assert.InRange(back.Distinct().Count(), 50, 100);
        Assert.All(back, moment => Assert.InRange(moment, TimeSpan.Zero, _second / 4));
    }

    [Fact]
    public void The_pauses_between_batches_differ()
    {
        var departures = Depart(clientsPerSecond: 1, clients: 1, within: _second);

        var pauses = Enumerable.Range(0, 100).Select(_ => departures.UntilNext()).ToList();

        Assert.All(pauses, static pause => Assert.InRange(pause.TotalMilliseconds, 125, 375));
        Assert.InRange(pauses.Distinct().Count(), 50, 100);
    }

    private Departures Depart(int clientsPerSecond, int clients, TimeSpan within) =>
        new(clientsPerSecond, clients, within, _dispatcher.Time, new SeededIdentifiers(1));

    private static int CountNow(Departures departures)
    {
        var count = 0;
        while (departures.TryTake(out _))
        {
            count++;
        }

        return count;
    }
}

using WsBroker.Actors;
using WsBroker.Gateway.Admission;

namespace WsBroker.Gateway.Tests.Admission;

public sealed class HandshakeRateTests
{
    private readonly SimulationDispatcher _dispatcher = new(seed: 1);

    [Fact]
    public void Lets_a_second_s_worth_through_at_once_and_then_as_many_as_time_brings()
    {
        var rate = new HandshakeRate(perSecond: 10, _dispatcher.Time);

        Assert.Equal(10, Take(rate));
        _dispatcher.Advance(TimeSpan.FromSeconds(0.31));
        Assert.Equal(3, Take(rate));
        _dispatcher.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(10, Take(rate));
    }

    [Fact]
    public void Zero_is_no_limit() => Assert.Equal(1000, Take(new HandshakeRate(perSecond: 0, _dispatcher.Time)));

    private static int Take(HandshakeRate rate)
    {
        var taken = 0;
        while (taken < 1000 && rate.TryTake())
        {
            taken++;
        }

        return taken;
    }
}

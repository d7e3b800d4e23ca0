using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests;

public sealed class GatewayActorTests
{
    [Fact]
    public void Looks_again_and_again_how_late_it_is()
    {
        using var broker = new SimulatedBroker();
        var gateway = broker.SpawnGateway();
        var time = broker.Dispatcher.Time;

        gateway.Tell(new GatewayMessage.Look(Due: time.GetTimestamp() - (5 * time.TimestampFrequency)));
        gateway.Tell(new GatewayMessage.Look(Due: time.GetTimestamp() - (3 * time.TimestampFrequency)));
        broker.Dispatcher.RunUntilIdle();
        var late = broker.Admissions.Lateness;
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(3), late);
        Assert.Equal(TimeSpan.Zero, broker.Admissions.Lateness);
    }
}

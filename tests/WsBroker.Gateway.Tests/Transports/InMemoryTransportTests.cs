namespace WsBroker.Gateway.Tests.Transports;

public sealed class InMemoryTransportTests : TransportContract
{
    private protected override TransportPair Pair { get; } = new InMemoryPair();
}

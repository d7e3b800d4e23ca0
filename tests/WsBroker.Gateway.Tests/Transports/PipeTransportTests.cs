namespace WsBroker.Gateway.Tests.Transports;

public sealed class PipeTransportTests : TransportContract
{
    private protected override TransportPair Pair { get; } = new PipePair();
}

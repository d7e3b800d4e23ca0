namespace WsBroker.Gateway.Tests.Transports;

public sealed class SocketTransportTests : TransportContract
{
    private protected override TransportPair Pair { get; } = new SocketPair();
}

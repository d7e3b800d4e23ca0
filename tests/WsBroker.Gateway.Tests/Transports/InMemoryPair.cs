using WsBroker.Gateway.Transports;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Transports;

internal sealed class InMemoryPair : TransportPair
{
    private readonly InMemoryTransport _transport = new();

    public override ITransport Transport => _transport;

    public override void Write(byte[] bytes) => _transport.Write(bytes);

    public override void End() => _transport.End();

    public override void Reset() => _transport.Reset();

    public override void Stall() => _transport.LimitRoom(1000);

    public override byte[] Read(int count)
    {
        _transport.LimitRoom(int.MaxValue);
        var read = _transport.TakeSent();
        Assert.Equal(count, read.Length);
        return read;
    }

    public override byte[] ReadToEnd()
    {
        Assert.True(_transport.IsEnded || _transport.IsClosed);
        return _transport.TakeSent();
    }

    public override void Dispose()
    {
    }
}

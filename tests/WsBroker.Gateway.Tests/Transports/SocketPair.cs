using System.Net;
using System.Net.Sockets;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Tests.Transports;

internal sealed class SocketPair : TransportPair
{
    private readonly Socket _peer;
    private readonly SocketTransport _transport;

    public SocketPair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        _peer.Connect(listener.LocalEndPoint!);
        var accepted = listener.Accept();
        accepted.SendBufferSize = 4096;
        _transport = new SocketTransport(accepted);
    }

    public override ITransport Transport => _transport;

    public override void Write(byte[] bytes) => _peer.Send(bytes);

    public override void End() => _peer.Shutdown(SocketShutdown.Send);

    public override void Reset() => _peer.Close(0);

    public override void Stall()
    {
        // The buffers are small, so it is enough not to read
    }

    public override byte[] Read(int count)
    {
        var read = new byte[count];
        for (var at = 0; at < count;)
        {
            var received = _peer.Receive(read.AsSpan(at));
            Assert.NotEqual(0, received);
            at += received;
        }

        return read;
    }

    public override byte[] ReadToEnd()
    {
        var read = new List<byte>();
        var buffer = new byte[1024];
        for (var received = _peer.Receive(buffer); received > 0; received = _peer.Receive(buffer))
        {
            read.AddRange(buffer.AsSpan(0, received));
        }

        return [.. read];
    }

    public override void Dispose()
    {
        _peer.Dispose();
        _transport.Close();
        _transport.Dispose();
    }
}

using System.Net;
using System.Net.Sockets;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Tests.Transports;

/// <summary>A TCP connection over loopback with small buffers; who has the other end's descriptor makes a transport of it.</summary>
internal abstract class TcpPair : TransportPair
{
    private readonly Socket _peer;

    /// <summary>Connects.</summary>
    /// <param name="accept">Takes the connection from the listening socket.</param>
    protected TcpPair(Func<Socket, ITransport> accept)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = 4096 };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        _peer.Connect(listener.LocalEndPoint!);
        Transport = accept(listener);
    }

    public override ITransport Transport { get; }

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
        Transport.Close();
    }
}

using System.IO.Pipelines;
using System.Text;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Tests.Transports;

/// <summary>A request that has been accepted already, and a peer behind pipes.</summary>
internal sealed class RequestPair : TransportPair
{
    private readonly Pipe _toTransport = new();
    private readonly Pipe _fromTransport = new();
    private readonly OpenedTransport _transport;

    public RequestPair() => _transport = new OpenedTransport(new PipeTransport(
        new Duplex(_toTransport.Reader, _fromTransport.Writer),
        Peer.Unknown,
        () => _fromTransport.Writer.Complete(),
        () => _fromTransport.Writer.CompleteAsync().AsTask()));

    public override ITransport Transport => _transport;

    public override void Write(byte[] bytes) => _toTransport.Writer.AsStream(leaveOpen: true).Write(bytes);

    public override void End() => _toTransport.Writer.Complete();

    public override void Reset()
    {
        _toTransport.Writer.Complete(new IOException("reset"));
        _fromTransport.Reader.Complete();
    }

    public override void Stall()
    {
        // A pipe holds 64 KiB, so it is enough not to read
    }

    public override byte[] Read(int count)
    {
        var bytes = new byte[count];
        _fromTransport.Reader.AsStream(leaveOpen: true).ReadExactly(bytes);
        return bytes;
    }

    public override byte[] ReadToEnd()
    {
        using var bytes = new MemoryStream();
        _fromTransport.Reader.AsStream(leaveOpen: true).CopyTo(bytes);
        return bytes.ToArray();
    }

    public override void Dispose() => _transport.Close();

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>Goes through the opening as soon as somebody is there to be told.</summary>
    private sealed class OpenedTransport(PipeTransport pipes) : ITransport
    {
        private readonly RequestTransport _request = new("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), Peer.Unknown);

        public Peer Peer => _request.Peer;

        public void Attach(ActorRef<SessionMessage> owner)
        {
            _request.Attach(owner);
            _request.Receive(new byte[100], out _);
            _request.Send(Encoding.ASCII.GetBytes("HTTP/1.1 101 Switching Protocols\r\n\r\n"), out _);
            Assert.True(_request.TryOpen(pipes));
        }

        public TransferStatus Receive(Span<byte> buffer, out int received) => _request.Receive(buffer, out received);

        public void NotifyReadable() => _request.NotifyReadable();

        public TransferStatus Send(ReadOnlySpan<byte> bytes, out int sent) => _request.Send(bytes, out sent);

        public void SendLater(ReadOnlyMemory<byte> bytes) => _request.SendLater(bytes);

        public void EndSending() => _request.EndSending();

        public void Close() => _request.Close();
    }
}

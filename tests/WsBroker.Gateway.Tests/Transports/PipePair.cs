using System.IO.Pipelines;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Tests.Transports;

internal sealed class PipePair : TransportPair
{
    private readonly Pipe _toTransport = new();
    private readonly Pipe _fromTransport = new();
    private readonly PipeTransport _transport;

    public PipePair() => _transport = new PipeTransport(
        new Duplex(_toTransport.Reader, _fromTransport.Writer),
        Peer.Unknown,
        () => _fromTransport.Writer.Complete(),
        () => _fromTransport.Writer.CompleteAsync().AsTask());

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
}

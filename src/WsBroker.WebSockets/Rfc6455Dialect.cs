using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets;

/// <summary>The WebSocket protocol of RFC 6455, version 13.</summary>
public sealed class Rfc6455Dialect : Dialect
{
    /// <summary>The only instance.</summary>
    public static readonly Rfc6455Dialect Instance = new();

    private Rfc6455Dialect()
    {
    }

    /// <inheritdoc/>
    public override string Version => "13";

    /// <inheritdoc/>
    public override bool Recognises(in RequestHead head) => head.AsksForWebSocket;

    /// <inheritdoc/>
    public override bool TryRead(
        in RequestHead head,
        ReadOnlySpan<byte> tail,
        [NotNullWhen(true)] out UpgradeRequest? request,
        out UpgradeRefusal refusal) => UpgradeRequestReader.TryRead(head, out request, out refusal);

    /// <inheritdoc/>
    public override void WriteAccepted(
        IBufferWriter<byte> output, UpgradeRequest request, bool isSecure, string? subprotocol, string? extensions, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        UpgradeResponseWriter.WriteAccepted(output, request.Key, subprotocol, extensions);
    }

    /// <inheritdoc/>
    public override IMessageReader CreateReader(MessageLimits limits, Inflation? inflation) => new MessageAssembler(PeerRole.Server, limits, inflation);

    /// <inheritdoc/>
    public override void WriteMessage(IBufferWriter<byte> output, bool isBinary, ReadOnlySpan<byte> payload) =>
        FrameWriter.Write(output, isBinary ? Opcode.Binary : Opcode.Text, payload);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Frame(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var frame = GC.AllocateUninitializedArray<byte>(FrameWriter.HeaderLength(payload.Length) + payload.Length);
        payload.CopyTo(frame.AsSpan(FrameWriter.WriteHeader(frame, opcode, payload.Length)));
        return frame;
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> CloseFrame(CloseCode code, string reason)
    {
        var frame = new byte[CloseFrameWriter.MaxFrameLength];
        return frame.AsMemory(0, CloseFrameWriter.Write(frame, code, reason));
    }
}

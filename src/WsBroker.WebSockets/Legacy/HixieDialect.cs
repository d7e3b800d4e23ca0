using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.Legacy;

/// <summary>draft-hixie-thewebsocketprotocol-76: text between 0x00 and 0xFF, and no bytes, no pings, no close codes.</summary>
/// <remarks>A binary message is sent as a text one, in Base64: it is not lost, and cannot be told from text.</remarks>
internal sealed class HixieDialect : Dialect
{
    private static readonly ReadOnlyMemory<byte> _closeFrame = new byte[] { 0xFF, 0x00 };

    // A frame of no bytes, which clients pass over: it keeps the way open, and finds out if nobody is there
    private static readonly ReadOnlyMemory<byte> _emptyFrame = new byte[] { 0x80, 0x00 };

    /// <inheritdoc/>
    public override string? Version => null;

    /// <inheritdoc/>
    public override int TailLength => HixieChallenge.TailLength;

    /// <inheritdoc/>
    public override bool HasPongs => false;

    /// <inheritdoc/>
    public override bool HasExtensions => false;

    /// <inheritdoc/>
    public override bool Recognises(in RequestHead head) =>
        head.Count("Sec-WebSocket-Version"u8) == 0
        && (head.Count("Sec-WebSocket-Key1"u8) > 0 || head.Count("Sec-WebSocket-Key2"u8) > 0);

    /// <inheritdoc/>
    public override bool TryRead(
        in RequestHead head,
        ReadOnlySpan<byte> tail,
        [NotNullWhen(true)] out UpgradeRequest? request,
        out UpgradeRefusal refusal) => HixieRequestReader.TryRead(head, tail, out request, out refusal);

    /// <inheritdoc/>
    public override void WriteAccepted(
        IBufferWriter<byte> output, UpgradeRequest request, bool isSecure, string? subprotocol, string? extensions, DateTimeOffset now) =>
        HixieResponseWriter.WriteAccepted(output, request, isSecure, subprotocol);

    /// <inheritdoc/>
    public override IMessageReader CreateReader(MessageLimits limits, Inflation? inflation) => new HixieReader(this, limits);

    /// <inheritdoc/>
    public override void WriteMessage(IBufferWriter<byte> output, bool isBinary, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(output);
        var length = isBinary ? Base64.GetMaxEncodedToUtf8Length(payload.Length) : payload.Length;
        WriteFrame(output.GetSpan(length + 2), isBinary, payload);
        output.Advance(length + 2);
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Frame(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode is not (Opcode.Text or Opcode.Binary))
        {
            return _emptyFrame;
        }

        var isBinary = opcode is Opcode.Binary;
        var frame = new byte[(isBinary ? Base64.GetMaxEncodedToUtf8Length(payload.Length) : payload.Length) + 2];
        WriteFrame(frame, isBinary, payload);
        return frame;
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> CloseFrame(CloseCode code, string reason) => _closeFrame;

    private static void WriteFrame(Span<byte> destination, bool isBinary, ReadOnlySpan<byte> payload)
    {
        destination[0] = HixieReader.TextFrame;
        var length = payload.Length;
        if (isBinary)
        {
            Base64.EncodeToUtf8(payload, destination[1..], out _, out length);
        }
        else
        {
            payload.CopyTo(destination[1..]);
        }

        destination[1 + length] = HixieReader.FrameEnd;
    }
}

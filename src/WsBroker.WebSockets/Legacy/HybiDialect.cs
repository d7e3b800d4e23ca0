using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.Legacy;

/// <summary>
/// draft-ietf-hybi-thewebsocketprotocol-07 to -12: as RFC 6455, but for the name of the origin's header and for some
/// close codes.
/// </summary>
/// <param name="version">7 or 8.</param>
internal sealed class HybiDialect(string version) : Dialect
{
    private readonly byte[] _version = Encoding.ASCII.GetBytes(version);

    /// <inheritdoc/>
    public override string Version => version;

    /// <inheritdoc/>
    public override Dialect SharesMessagesWith => Rfc6455Dialect.Instance;

    /// <inheritdoc/>
    public override bool Recognises(in RequestHead head) =>
        head.Count("Sec-WebSocket-Version"u8) == 1
        && head.TryGetHeader("Sec-WebSocket-Version"u8, out var asked)
        && asked.SequenceEqual(_version);

    /// <inheritdoc/>
    public override bool TryRead(
        in RequestHead head,
        ReadOnlySpan<byte> tail,
        [NotNullWhen(true)] out UpgradeRequest? request,
        out UpgradeRefusal refusal)
    {
        // The header lost its prefix in draft 11, and the version stayed 8
        var hasOldName = head.Count("Sec-WebSocket-Origin"u8) > 0;
        var originName = hasOldName ? "Sec-WebSocket-Origin"u8 : "Origin"u8;
        request = null;
        refusal = UpgradeRefusal.OriginRepeated;
        return !HasSeveralOrigins(head)
            && UpgradeRequestReader.TryRead(head, _version, originName, out request, out refusal);
    }

    /// <inheritdoc/>
    public override void WriteAccepted(
        IBufferWriter<byte> output, UpgradeRequest request, bool isSecure, string? subprotocol, string? extensions, DateTimeOffset now) =>
        Rfc6455Dialect.Instance.WriteAccepted(output, request, isSecure, subprotocol, extensions, now);

    /// <inheritdoc/>
    public override IMessageReader CreateReader(MessageLimits limits, Inflation? inflation) =>
        new HybiReader(this, Rfc6455Dialect.Instance.CreateReader(limits, inflation));

    /// <inheritdoc/>
    public override void WriteMessage(IBufferWriter<byte> output, bool isBinary, ReadOnlySpan<byte> payload) =>
        Rfc6455Dialect.Instance.WriteMessage(output, isBinary, payload);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Frame(Opcode opcode, ReadOnlySpan<byte> payload) =>
        Rfc6455Dialect.Instance.Frame(opcode, payload);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> CloseFrame(CloseCode code, string reason) => HybiCloseCodes.Frame(code, reason);

    private static bool HasSeveralOrigins(in RequestHead head) =>
        head.Count("Sec-WebSocket-Origin"u8) + head.Count("Origin"u8) > 1;
}

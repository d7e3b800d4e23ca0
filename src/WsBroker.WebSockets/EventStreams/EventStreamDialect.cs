using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.EventStreams;

/// <summary>Server-Sent Events (WHATWG HTML §9.2): a GET that is answered with events for as long as both sides like.</summary>
/// <remarks>A message is one or more whole events, as the client protocol has written them: nothing is put around it.</remarks>
/// <param name="path">Where events are asked for, without a query.</param>
public sealed class EventStreamDialect(string path) : Dialect
{
    // A comment, which clients pass over: it keeps the way open, and finds out if nobody is there
    private static readonly ReadOnlyMemory<byte> _heartbeat = ":\n\n"u8.ToArray();

    private readonly byte[] _path = Encoding.ASCII.GetBytes(path);

    /// <inheritdoc/>
    public override string? Version => null;

    /// <inheritdoc/>
    public override bool IsOneWay => true;

    /// <inheritdoc/>
    public override bool HasPongs => false;

    /// <inheritdoc/>
    public override bool HasExtensions => false;

    /// <inheritdoc/>
    public override bool Recognises(in RequestHead head) =>
        head.Path.SequenceEqual(_path) && head.Method.SequenceEqual("GET"u8) && !head.AsksForWebSocket;

    /// <inheritdoc/>
    public override bool TryRead(
        in RequestHead head,
        ReadOnlySpan<byte> tail,
        [NotNullWhen(true)] out UpgradeRequest? request,
        out UpgradeRefusal refusal) => EventStreamRequestReader.TryRead(head, out request, out refusal);

    /// <inheritdoc/>
    public override void WriteAccepted(
        IBufferWriter<byte> output, UpgradeRequest request, bool isSecure, string? subprotocol, string? extensions, DateTimeOffset now) =>
        EventStreamResponseWriter.WriteAccepted(output, request, now);

    /// <inheritdoc/>
    public override IMessageReader CreateReader(MessageLimits limits, Inflation? inflation) => new EventStreamReader(this);

    /// <inheritdoc/>
    public override void WriteMessage(IBufferWriter<byte> output, bool isBinary, ReadOnlySpan<byte> payload) => output.Write(payload);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Frame(Opcode opcode, ReadOnlySpan<byte> payload) =>
        opcode is Opcode.Text or Opcode.Binary ? payload.ToArray() : _heartbeat;

    /// <summary>Makes the event <c>closed</c>, which comes last if there is something to say.</summary>
    public override ReadOnlyMemory<byte> CloseFrame(CloseCode code, string reason) => Encoding.UTF8.GetBytes(
        $$"""event: closed{{"\n"}}data: {"code":{{(int)code}},"reason":"{{JsonEncodedText.Encode(reason)}}"}{{"\n\n"}}""");
}

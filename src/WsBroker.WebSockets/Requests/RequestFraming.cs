using System.Buffers;
using WsBroker.WebSockets.Handshake;
using static WsBroker.WebSockets.Requests.FramingState;

namespace WsBroker.WebSockets.Requests;

/// <summary>
/// Follows the requests of a connection (RFC 9112 §6, §7) and lets none through of which two readers could think that it
/// ends in two places.
/// </summary>
/// <remarks>
/// One for each connection. Heads, the size lines of chunks and trailers pass when they are whole; bodies pass as they come.
/// Of what is held back no more than a head is looked at again when more arrives, and heads not even that.
/// </remarks>
/// <param name="limits">How large heads may be, and trailers.</param>
public sealed class RequestFraming(HeadLimits limits)
{
    /// <summary>The most bytes of chunk extensions in one body; nobody is known to use any.</summary>
    public const int MaxExtensionBytes = 4 * 1024;

    private const int MaxSizeLineBytes = ChunkSizeLine.MaxDigits + MaxExtensionBytes;

    private FramingState _state = new Head(new RequestHeadReader(limits));

    /// <summary>Takes one step.</summary>
    /// <param name="received">All bytes that have not passed yet.</param>
    /// <param name="length">How many of them may pass.</param>
    /// <param name="refusal">Why the head is refused, if it is a head that is.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/>, to be called again with the rest; <see cref="OperationStatus.NeedMoreData"/>; or
    /// <see cref="OperationStatus.InvalidData"/>, from where on no byte may pass.
    /// </returns>
    public OperationStatus Read(ReadOnlySpan<byte> received, out int length, out UpgradeRefusal refusal)
    {
        length = 0;
        refusal = UpgradeRefusal.None;
        return received.IsEmpty
            ? OperationStatus.NeedMoreData
            : _state switch
            {
                Head now => ReadHead(now, received, out length, out refusal),
                Body now => ReadBody(now, received, out length),
                ChunkSize now => ReadChunkSize(now, received, out length),
                ChunkData now => ReadChunk(now, received, out length),
                ChunkEnd now => ReadChunkEnd(now, received, out length),
                Trailers now => ReadTrailer(now, received, out length),
                _ => Pass(_state, received.Length, out length),
            };
    }

    private OperationStatus ReadHead(Head now, ReadOnlySpan<byte> received, out int length, out UpgradeRefusal refusal)
    {
        var status = now.Reader.Read(received, out length, out refusal);
        if (status is not OperationStatus.Done)
        {
            return status;
        }

        return RequestHead.TryParse(received[..length], out var head, out refusal) && TryFollow(head, out var next)
            ? Pass(next, length, out length)
            : Refuse(out length);
    }

    private bool TryFollow(in RequestHead head, out FramingState next)
    {
        next = _state;
        if (!HasPlainTarget(head) || !RequestBody.TryRead(head, out var body))
        {
            return false;
        }

        var isUpgrade = head.ListContains("Upgrade"u8, "websocket"u8);
        next = body switch
        {
            { IsEmpty: true } when isUpgrade => new Upgraded(),
            { IsEmpty: true } => NextHead(),
            { IsChunked: true } => new ChunkSize(Extensions: 0),
            _ => new Body(body.Length),
        };
        return !isUpgrade || body.IsEmpty;
    }

    // RFC 9112 §3.2: an asterisk is for OPTIONS alone, and a fragment never leaves the client
    private static bool HasPlainTarget(in RequestHead head) =>
        !head.Target.Contains((byte)'#') && (!head.Target.SequenceEqual("*"u8) || head.Method.SequenceEqual("OPTIONS"u8));

    private OperationStatus ReadBody(Body now, ReadOnlySpan<byte> received, out int length)
    {
        var count = (int)Math.Min(now.Left, received.Length);
        return Pass(count == now.Left ? NextHead() : now with { Left = now.Left - count }, count, out length);
    }

    private OperationStatus ReadChunkSize(ChunkSize now, ReadOnlySpan<byte> received, out int length)
    {
        var status = FindLine(received, MaxSizeLineBytes, out var line, out length);
        if (status is not OperationStatus.Done)
        {
            return status;
        }

        var isWellFormed = ChunkSizeLine.TryRead(line, out var size, out var extensions);
        extensions += now.Extensions;
        if (!isWellFormed || extensions > MaxExtensionBytes)
        {
            return Refuse(out length);
        }

        return Pass(size > 0 ? new ChunkData(size, extensions) : new Trailers(Lines: 0, Bytes: 0), length, out length);
    }

    private OperationStatus ReadChunk(ChunkData now, ReadOnlySpan<byte> received, out int length)
    {
        var count = (int)Math.Min(now.Left, received.Length);
        return Pass(
            count == now.Left ? new ChunkEnd(now.Extensions) : now with { Left = now.Left - count }, count, out length);
    }

    private OperationStatus ReadChunkEnd(ChunkEnd now, ReadOnlySpan<byte> received, out int length)
    {
        var status = FindLine(received, maxBytes: 0, out _, out length);
        return status is OperationStatus.Done ? Pass(new ChunkSize(now.Extensions), length, out length) : status;
    }

    private OperationStatus ReadTrailer(Trailers now, ReadOnlySpan<byte> received, out int length)
    {
        var status = FindLine(received, limits.MaxHeaderLineBytes, out var line, out length);
        if (status is not OperationStatus.Done)
        {
            return status;
        }

        if (line.IsEmpty)
        {
            return Pass(NextHead(), length, out length);
        }

        var next = new Trailers(now.Lines + 1, now.Bytes + length);
        var isAllowed = next.Lines <= limits.MaxHeaderLines && next.Bytes <= limits.MaxHeadBytes;
        return isAllowed && HeaderLines.TryParse(received[..length], out _) ? Pass(next, length, out length) : Refuse(out length);
    }

    // A line that ends in CR LF, with no other CR or LF in it, and is not longer than allowed
    private static OperationStatus FindLine(
        ReadOnlySpan<byte> received, int maxBytes, out ReadOnlySpan<byte> line, out int length)
    {
        var window = received[..Math.Min(received.Length, maxBytes + 2)];
        var end = window.IndexOfAny((byte)'\r', (byte)'\n');
        line = end < 0 ? window : window[..end];
        length = 0;
        switch (window[line.Length..])
        {
            case [(byte)'\r', (byte)'\n', ..]:
                length = line.Length + 2;
                return OperationStatus.Done;
            case [] or [(byte)'\r'] when line.Length <= maxBytes:
                return OperationStatus.NeedMoreData;
            default:
                return OperationStatus.InvalidData;
        }
    }

    private OperationStatus Pass(FramingState next, int count, out int length)
    {
        _state = next;
        length = count;
        return OperationStatus.Done;
    }

    private static OperationStatus Refuse(out int length)
    {
        length = 0;
        return OperationStatus.InvalidData;
    }

    private Head NextHead() => new(new RequestHeadReader(limits));
}

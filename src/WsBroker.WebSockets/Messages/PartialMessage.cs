using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;

namespace WsBroker.WebSockets.Messages;

/// <summary>A message that arrives in parts or compressed: its bytes so far, inflated, in a rented buffer that grows with them.</summary>
/// <remarks>What the peer promises costs nothing: memory is at most twice what has really come out.</remarks>
internal struct PartialMessage
{
    // What a small compressed message often comes to; the buffer grows from there
    private const int UsualInflation = 4;
    private const int LeastRoom = 64;

    private static readonly ProtocolViolation _tooBig = new(CloseCode.MessageTooBig, ViolationReason.MessageTooBig);
    private static readonly ProtocolViolation _notUtf8 = new(CloseCode.InvalidPayload, ViolationReason.TextNotUtf8);

    private static readonly ProtocolViolation _corrupt =
        new(CloseCode.InvalidPayload, ViolationReason.CompressedDataCorrupt);

    private GrowingBuffer _buffer;
    private Inflation? _inflation;
    private Inflater? _inflater;
    private long _received;
    private int _fragments;
    private Utf8Validator _text;

    /// <summary>Whether a message was begun and is not whole.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Text or binary, of the message begun last.</summary>
    public MessageKind Kind { get; private set; }

    /// <summary>The bytes so far; valid until the next part is added or the buffer is released.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _buffer.Bytes;

    /// <summary>How many bytes of a compressed message have come; null if it is not compressed.</summary>
    public readonly int? CompressedBytes => _inflater is null ? null : (int)_received;

    /// <summary>Takes the header of a data frame, which either begins the message or goes on with it.</summary>
    /// <param name="frame">The header.</param>
    /// <param name="limits">What the message may cost.</param>
    /// <param name="inflation">What was agreed on; null if nothing, and then no frame is compressed.</param>
    /// <returns>The rule that the frame breaks, or a default value.</returns>
    public ProtocolViolation AddFrame(in FrameHeader frame, MessageLimits limits, Inflation? inflation)
    {
        if (IsOpen != (frame.Opcode is Opcode.Continuation))
        {
            return new ProtocolViolation(
                CloseCode.ProtocolError,
                IsOpen ? ViolationReason.MessageInsideMessage : ViolationReason.NothingToContinue);
        }

        if (!IsOpen)
        {
            IsOpen = true;
            Kind = frame.Opcode is Opcode.Text ? MessageKind.Text : MessageKind.Binary;
            _inflation = inflation;
        }

        if (frame.Rsv1)
        {
            _inflater = _inflation!.Begin();
        }

        // Subtracted, because the sum may be more than a long holds
        var most = _inflater is null ? limits.MaxMessageBytes - _buffer.Length : limits.MaxCompressedBytes - _received;
        if (frame.PayloadLength > most)
        {
            return _tooBig;
        }

        return ++_fragments > limits.MaxFragments
            ? new ProtocolViolation(CloseCode.PolicyViolation, ViolationReason.TooManyFragments)
            : default;
    }

    /// <summary>Adds payload bytes, unmasked; they are copied or inflated.</summary>
    /// <returns>The rule that they break, or a default value.</returns>
    public ProtocolViolation Append(ReadOnlySpan<byte> part, MessageLimits limits)
    {
        _received += part.Length;
        if (_inflater is not null)
        {
            return Inflate(part, limits.MaxMessageBytes);
        }

        _buffer.Append(part);
        return Check(part);
    }

    /// <summary>Ends a frame, after which others of the message may come.</summary>
    /// <returns>The rule that it breaks, or a default value.</returns>
    public ProtocolViolation EndFrame()
    {
        if (_inflater is null || !_inflation!.IsPerFrame)
        {
            return default;
        }

        var isWhole = _inflater.TryEnd();
        _inflation.End(_inflater);
        _inflater = null;
        return isWhole ? default : _corrupt;
    }

    /// <summary>Ends the message; its bytes stay until <see cref="Release"/>.</summary>
    /// <returns>The rule that it breaks, or a default value.</returns>
    public ProtocolViolation End()
    {
        IsOpen = false;
        if (_inflater?.TryEnd() is false)
        {
            return _corrupt;
        }

        return _text.IsComplete ? default : _notUtf8;
    }

    /// <summary>Gives back what is held and forgets the message.</summary>
    public void Release()
    {
        _buffer.Release();
        if (_inflater is not null)
        {
            _inflation!.End(_inflater);
        }

        this = default;
    }

    // Never more than one byte beyond the limit comes out
    private ProtocolViolation Inflate(ReadOnlySpan<byte> input, int maxBytes)
    {
        for (var isDone = input.IsEmpty; !isDone;)
        {
            _buffer.Reserve(Math.Min(maxBytes + 1 - _buffer.Length, Math.Max(LeastRoom, input.Length * UsualInflation)));
            var room = _buffer.Room;
            room = room[..Math.Min(room.Length, maxBytes + 1 - _buffer.Length)];
            if (!_inflater!.TryInflate(ref input, room, out var written))
            {
                return _corrupt;
            }

            _buffer.Advance(written);
            var violation = _buffer.Length > maxBytes ? _tooBig : Check(room[..written]);
            if (violation.Reason is not ViolationReason.None)
            {
                return violation;
            }

            isDone = written < room.Length;
        }

        return default;
    }

    private ProtocolViolation Check(ReadOnlySpan<byte> part) =>
        Kind is MessageKind.Text && !_text.TryAppend(part) ? _notUtf8 : default;
}

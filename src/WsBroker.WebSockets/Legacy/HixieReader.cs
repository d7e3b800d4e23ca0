using System.Buffers;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.Legacy;

/// <summary>Reads frames of hixie-76 (draft §5.3): text up to 0xFF is a message, 0xFF 0x00 the end, all else is passed over.</summary>
/// <remarks>What waits is the text of one message and no more than its limit; what is passed over is not kept.</remarks>
internal sealed class HixieReader(Dialect dialect, MessageLimits limits) : IMessageReader
{
    /// <summary>Begins a message.</summary>
    public const byte TextFrame = 0x00;

    /// <summary>Ends a message, and with a length of 0 behind it the connection.</summary>
    public const byte FrameEnd = 0xFF;

    // Nine groups of 7 bits are more than any limit; a client that goes on only wastes time
    private const int MaxLengthBytes = 9;

    private MessageLimits _limits = limits;
    private Part _part;
    private byte _type;
    private int _length;
    private int _lengthBytes;
    private ArrayBufferWriter<byte>? _text;
    private Utf8Validator _validator;

    private enum Part : byte
    {
        FrameType,
        Text,
        Passed,
        Length,
        PassedLength,
        Ended,
    }

    /// <inheritdoc/>
    public Dialect Dialect => dialect;

    /// <inheritdoc/>
    public void SetLimits(MessageLimits newLimits) => _limits = newLimits;

    /// <inheritdoc/>
    public bool IsMidMessage => _part is not (Part.FrameType or Part.Ended);

    /// <inheritdoc/>
    public Incoming Read(ref Span<byte> input)
    {
        while (!input.IsEmpty)
        {
            var incoming = _part switch
            {
                Part.FrameType => BeginFrame(ref input),
                Part.Text => TakeText(ref input),
                Part.Passed => PassText(ref input),
                Part.Length => TakeLength(ref input),
                Part.PassedLength => PassBytes(ref input),
                Part.Ended or _ => Ignore(ref input),
            };
            if (incoming.Kind is not IncomingKind.NeedMoreData)
            {
                return incoming;
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text = null;
        _part = Part.Ended;
    }

    private Incoming BeginFrame(scoped ref Span<byte> input)
    {
        _type = input[0];
        input = input[1..];
        (_length, _lengthBytes, _validator, _text) = (0, 0, default, null);
        _part = _type switch
        {
            TextFrame => Part.Text,
            < 0x80 => Part.Passed,
            _ => Part.Length,
        };
        return default;
    }

    private Incoming TakeText(scoped ref Span<byte> input)
    {
        var isWhole = TryTakePart(ref input, out var part);
        if (part.Length > _limits.MaxMessageBytes - _length)
        {
            return Refuse(ref input, CloseCode.MessageTooBig, ViolationReason.MessageTooBig);
        }

        _length += part.Length;
        if (!_validator.TryAppend(part) || (isWhole && !_validator.IsComplete))
        {
            return Refuse(ref input, CloseCode.InvalidPayload, ViolationReason.TextNotUtf8);
        }

        if (isWhole && _text is null)
        {
            return Message(part);
        }

        (_text ??= new ArrayBufferWriter<byte>()).Write(part);
        return isWhole ? Message(_text.WrittenSpan) : default;
    }

    private Incoming PassText(scoped ref Span<byte> input)
    {
        var isWhole = TryTakePart(ref input, out var part);
        if (part.Length > _limits.MaxMessageBytes - _length)
        {
            return Refuse(ref input, CloseCode.MessageTooBig, ViolationReason.MessageTooBig);
        }

        _length += part.Length;
        _part = isWhole ? Part.FrameType : Part.Passed;
        return default;
    }

    private Incoming TakeLength(scoped ref Span<byte> input)
    {
        var one = input[0];
        input = input[1..];
        if (++_lengthBytes > MaxLengthBytes)
        {
            return Refuse(ref input, CloseCode.ProtocolError, ViolationReason.PayloadLengthNotMinimal);
        }

        var length = ((long)_length << 7) | (uint)(one & 0x7F);
        if (length > _limits.MaxMessageBytes)
        {
            return Refuse(ref input, CloseCode.MessageTooBig, ViolationReason.MessageTooBig);
        }

        _length = (int)length;
        if ((one & 0x80) != 0)
        {
            return default;
        }

        if (_type == FrameEnd && _length == 0)
        {
            Dispose();
            input = [];
            return new Incoming { Kind = IncomingKind.Close, CloseCode = CloseCode.NoStatusReceived };
        }

        _part = _length > 0 ? Part.PassedLength : Part.FrameType;
        return default;
    }

    private Incoming PassBytes(scoped ref Span<byte> input)
    {
        var count = Math.Min(_length, input.Length);
        input = input[count..];
        _length -= count;
        _part = _length > 0 ? Part.PassedLength : Part.FrameType;
        return default;
    }

    // Takes what is there of the text, and the byte that ends it
    private static bool TryTakePart(scoped ref Span<byte> input, out ReadOnlySpan<byte> part)
    {
        var end = input.IndexOf(FrameEnd);
        part = end < 0 ? input : input[..end];
        input = end < 0 ? [] : input[(end + 1)..];
        return end >= 0;
    }

    private Incoming Message(ReadOnlySpan<byte> text)
    {
        _part = Part.FrameType;
        return new Incoming { Kind = IncomingKind.Message, MessageKind = MessageKind.Text, Payload = text };
    }

    private Incoming Refuse(scoped ref Span<byte> input, CloseCode code, ViolationReason reason)
    {
        Dispose();
        input = [];
        return new Incoming { Kind = IncomingKind.Violation, Violation = new ProtocolViolation(code, reason) };
    }

    private static Incoming Ignore(scoped ref Span<byte> input)
    {
        input = [];
        return default;
    }
}

using System.Buffers;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;

namespace WsBroker.WebSockets.Messages;

/// <summary>A message that arrives in parts: its bytes so far, in a rented buffer that grows with them.</summary>
/// <remarks>What the peer promises costs nothing: memory is at most twice what has really arrived.</remarks>
internal struct PartialMessage
{
    private byte[]? _buffer;
    private int _length;
    private int _fragments;
    private Utf8Validator _text;
    private MessageKind _kind;

    /// <summary>Whether a message was begun and is not whole.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Text or binary, of the message begun last.</summary>
    public readonly MessageKind Kind => _kind;

    /// <summary>The bytes so far; valid until the next part is added or the buffer is released.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Takes the header of a data frame, which either begins the message or goes on with it.</summary>
    /// <returns>The rule that the frame breaks, or a default value.</returns>
    public ProtocolViolation AddFrame(in FrameHeader frame, MessageLimits limits)
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
            _kind = frame.Opcode is Opcode.Text ? MessageKind.Text : MessageKind.Binary;
        }

        // Subtracted, because the sum may be more than a long holds
        if (frame.PayloadLength > limits.MaxMessageBytes - _length)
        {
            return new ProtocolViolation(CloseCode.MessageTooBig, ViolationReason.MessageTooBig);
        }

        return ++_fragments > limits.MaxFragments
            ? new ProtocolViolation(CloseCode.PolicyViolation, ViolationReason.TooManyFragments)
            : default;
    }

    /// <summary>Adds payload bytes, unmasked; they are copied.</summary>
    /// <returns>False if they cannot be part of a text.</returns>
    public bool TryAppend(ReadOnlySpan<byte> part)
    {
        if (_kind is MessageKind.Text && !_text.TryAppend(part))
        {
            return false;
        }

        if (!part.IsEmpty)
        {
            Reserve(_length + part.Length);
            part.CopyTo(_buffer.AsSpan(_length));
            _length += part.Length;
        }

        return true;
    }

    /// <summary>Ends the message; its bytes stay until <see cref="Release"/>.</summary>
    /// <returns>False if a text ends inside a code point.</returns>
    public bool TryEnd()
    {
        IsOpen = false;
        return _text.IsComplete;
    }

    /// <summary>Gives the buffer back and forgets the message.</summary>
    public void Release()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        this = default;
    }

    // At least doubled, so that the copying of a message in many parts stays linear
    private void Reserve(int length)
    {
        var capacity = _buffer?.Length ?? 0;
        if (length <= capacity)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(length, 2L * capacity), Array.MaxLength));
        Bytes.CopyTo(larger);
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }
}

using WsBroker.WebSockets.Framing;

namespace WsBroker.WebSockets.Messages;

/// <summary>A frame whose header has been read and whose payload is arriving.</summary>
internal struct PartialFrame
{
    private FrameHeader _header;
    private long _position;
    private byte[]? _control;

    /// <summary>Whether a frame was begun and is not whole.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The header of the frame begun last.</summary>
    public readonly FrameHeader Header => _header;

    /// <summary>Whether the whole payload was taken.</summary>
    public readonly bool IsWhole => _position == _header.PayloadLength;

    /// <summary>Begins a frame.</summary>
    public void Begin(in FrameHeader header)
    {
        _header = header;
        _position = 0;
        IsOpen = true;
    }

    /// <summary>Ends the frame; the payload of a control frame stays until the next begins.</summary>
    public void End() => IsOpen = false;

    /// <summary>Takes from the input what belongs to the frame, and unmasks it where it lies.</summary>
    public Span<byte> Take(scoped ref Span<byte> input)
    {
        var count = (int)Math.Min(_header.PayloadLength - _position, input.Length);
        var part = input[..count];
        input = input[count..];
        if (_header.Masked)
        {
            Masking.Apply(part, _header.MaskingKey, (int)(_position & 3));
        }

        _position += count;
        return part;
    }

    /// <summary>Keeps a part of a control frame's payload that was just taken, unless it is the whole of it.</summary>
    /// <returns>The payload so far.</returns>
    public ReadOnlySpan<byte> KeepControl(ReadOnlySpan<byte> part)
    {
        if (part.Length == _header.PayloadLength)
        {
            return part;
        }

        _control ??= new byte[FrameReader.MaxControlPayload];
        part.CopyTo(_control.AsSpan((int)_position - part.Length));
        return _control.AsSpan(0, (int)_position);
    }
}

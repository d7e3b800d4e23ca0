using System.Buffers;

namespace WsBroker.WebSockets.Messages;

/// <summary>Bytes in a rented buffer that grows with them.</summary>
internal struct GrowingBuffer
{
    private byte[]? _buffer;

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes so far; valid until more room is made or the buffer is released.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <summary>The room behind the bytes.</summary>
    public readonly Span<byte> Room => _buffer.AsSpan(Length);

    /// <summary>Adds a copy.</summary>
    public void Append(ReadOnlySpan<byte> part)
    {
        if (!part.IsEmpty)
        {
            Reserve(part.Length);
            part.CopyTo(Room);
            Length += part.Length;
        }
    }

    /// <summary>Counts bytes that were written into the room.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Makes room for at least so many bytes.</summary>
    // At least doubled, so that the copying of a message in many parts stays linear
    public void Reserve(int count)
    {
        var capacity = _buffer?.Length ?? 0;
        if (count <= capacity - Length)
        {
            return;
        }

        var wanted = Math.Max((long)Length + count, 2L * capacity);
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(wanted, Array.MaxLength));
        Bytes.CopyTo(larger);
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }

    /// <summary>Gives the buffer back and forgets the bytes.</summary>
    public void Release()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        this = default;
    }
}

using System.Buffers.Binary;

namespace WsBroker.WebSockets.Compression;

/// <summary>Inflates the messages of one peer as their bytes arrive (RFC 7692 §7.2.2).</summary>
/// <remarks>Belongs to one message or to one connection, and so to one thread at a time.</remarks>
internal sealed class Inflater : IDisposable
{
    /// <summary>About what one holds outside the managed heap, in bytes: zlib's state and its window.</summary>
    public const int Bytes = 48 * 1024;

    private const uint Tail = 0x0000FFFF;

    // No message ends so by itself: this is neither a tail nor the header of the block that a tail ends
    private const uint NothingRead = uint.MaxValue;

    private readonly InflateHandle _handle = new();
    private bool _isFresh = true;
    private bool _isEmpty = true;
    private uint _lastRead = NothingRead;

    // What a sender leaves out of each message (§7.2.1), and a byte that must not be needed
    private static ReadOnlySpan<byte> MissingTail => [0x00, 0x00, 0xFF, 0xFF, 0x00];

    // An empty block of its own for a message whose sender left its tail there, and the same byte
    private static ReadOnlySpan<byte> EmptyBlock => [0x00, 0x00, 0x00, 0xFF, 0xFF, 0x00];

    /// <summary>Inflates what fits.</summary>
    /// <param name="input">A part of the message; moved to the first byte that was not taken.</param>
    /// <param name="output">Not empty.</param>
    /// <param name="written">How many bytes came out. If fewer than there was room for, the input is used up.</param>
    /// <returns>False if this is no deflate data.</returns>
    public bool TryInflate(scoped ref ReadOnlySpan<byte> input, scoped Span<byte> output, out int written)
    {
        var before = input;
        var isInflated = TryRun(ref input, output, out written);
        Note(before[..(before.Length - input.Length)]);
        return isInflated;
    }

    /// <summary>Ends the message. What it held can still be referred to.</summary>
    /// <returns>
    /// False if it ends inside a block. A message that ends with a block of its own needs no tail: a final one, or an empty
    /// one that its sender has left there.
    /// </returns>
    public bool TryEnd()
    {
        var hasEnded = _isFresh || _isEmpty || IsEndedBy(_lastRead is Tail ? EmptyBlock : MissingTail);
        _isEmpty = true;
        _lastRead = NothingRead;
        return hasEnded;
    }

    /// <summary>Forgets all that came before: nothing can refer to it any more.</summary>
    public void Reset()
    {
        _isEmpty = true;
        _lastRead = NothingRead;
        if (!_isFresh)
        {
            _handle.Reset();
            _isFresh = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    // zlib stops behind the block that it is in; if that is not just before the last byte, the message was cut
    private bool IsEndedBy(ReadOnlySpan<byte> tail) =>
        _handle.Run(ref tail, stackalloc byte[1], Zlib.Block, out var written) is Zlib.Ok && tail.Length == 1 && written == 0;

    // After a final block the data goes on with the next whole byte (§7.2.3.4), but refers to nothing before
    private bool TryRun(scoped ref ReadOnlySpan<byte> input, scoped Span<byte> output, out int written)
    {
        written = 0;
        while (true)
        {
            _isFresh &= input.IsEmpty;
            var result = _handle.Run(ref input, output[written..], Zlib.SyncFlush, out var count);
            written += count;
            if (result is not Zlib.StreamEnd)
            {
                return result is Zlib.Ok or Zlib.BufferError;
            }

            _handle.Reset();
            _isFresh = true;
            if (input.IsEmpty || written == output.Length)
            {
                return true;
            }
        }
    }

    private void Note(ReadOnlySpan<byte> taken)
    {
        _isEmpty &= taken.IsEmpty;
        if (taken.Length >= sizeof(uint))
        {
            _lastRead = BinaryPrimitives.ReadUInt32BigEndian(taken[^sizeof(uint)..]);
            return;
        }

        foreach (var one in taken)
        {
            _lastRead = (_lastRead << 8) | one;
        }
    }
}

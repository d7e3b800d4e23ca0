using System.Runtime.InteropServices;

namespace WsBroker.Gateway.Connections;

/// <summary>What waits for a client and does not count for the bound of its queue, in the order in which it was added.</summary>
/// <param name="maxBytes">The most of it.</param>
internal sealed class Allowance(int maxBytes)
{
    // Pieces are sent in the order in which they were added, and none of these is shared
    private readonly Queue<byte[]> _pieces = [];

    /// <summary>How much of it has not been sent yet.</summary>
    public int Bytes { get; private set; }

    /// <summary>Takes a piece in.</summary>
    /// <returns>False if that would be too much.</returns>
    public bool TryAdd(ReadOnlyMemory<byte> piece)
    {
        if (piece.Length > maxBytes - Bytes || !MemoryMarshal.TryGetArray(piece, out var segment))
        {
            return false;
        }

        _pieces.Enqueue(segment.Array!);
        Bytes += piece.Length;
        return true;
    }

    /// <summary>Some of a piece has been sent, which may be one of these.</summary>
    /// <param name="piece">What was left of it before.</param>
    /// <param name="sent">How much was sent.</param>
    public void NoteSent(ReadOnlyMemory<byte> piece, int sent)
    {
        if (!_pieces.TryPeek(out var next) || !MemoryMarshal.TryGetArray(piece, out var segment) || !ReferenceEquals(segment.Array, next))
        {
            return;
        }

        Bytes -= sent;
        if (sent == piece.Length)
        {
            _pieces.Dequeue();
        }
    }
}

using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace WsBroker.Actors.Kernel;

/// <summary>The messages that wait for one actor, oldest first.</summary>
/// <remarks>
/// One that waits alone lies in a field; when a second one comes, they move to a ring from the array pool, given back
/// once all are
/// read. Not thread-safe: all calls are made inside the cell's gate. A turn reads the stretch that it took outside of
/// the
/// gate, which is sound because nobody writes there until the turn has dropped it.
/// </remarks>
internal struct Mailbox<TMessage>
{
    private const int SmallestRing = 16;

    private TMessage _single;
    private TMessage[]? _ring;
    private int _head;
    private int _count;

    /// <summary>
    /// How many messages are here, with those that a turn has taken out of the ring and not yet dropped.
    /// </summary>
    public readonly int Count => _count;

    /// <summary>Adds the newest message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isRead">
    /// Whether a turn is reading in the ring, which then is not given back when it has to grow.
    /// </param>
    public void Add(TMessage message, bool isRead)
    {
        if (_count == 0 && _ring is null)
        {
            _single = message;
            _count = 1;
            return;
        }

        var ring = _ring;
        if (ring is null || _count == ring.Length)
        {
            ring = Grow(isRead);
        }

        ring[(_head + _count) & (ring.Length - 1)] = message;
        _count++;
    }

    /// <summary>
    /// Takes at most <paramref name="most"/> messages, to be dropped after they are read unless it is a single one.
    /// </summary>
    public Batch<TMessage> Take(int most)
    {
        if (_ring is { } ring)
        {
            return Batch<TMessage>.Of(ring, _head, Math.Min(_count, most));
        }

        if (_count == 0)
        {
            return default;
        }

        var single = _single;
        _single = default!;
        _count = 0;
        return Batch<TMessage>.Of(single);
    }

    /// <summary>Drops the <paramref name="count"/> oldest messages of the ring.</summary>
    public void Drop(int count)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TMessage>())
        {
            Clear(count);
        }

        _head = (_head + count) & (_ring!.Length - 1);
        _count -= count;
    }

    /// <summary>Takes the ring away if nothing is in it.</summary>
    /// <returns>A ring for <see cref="GiveBack"/>, best done outside of the gate; null when there is none.</returns>
    public TMessage[]? TakeEmptyRing()
    {
        if (_count != 0 || _ring is not { } ring)
        {
            return null;
        }

        _ring = null;
        _head = 0;
        return ring;
    }

    /// <summary>Gives a ring without references back to the array pool.</summary>
    public static void GiveBack(TMessage[] ring) => ArrayPool<TMessage>.Shared.Return(ring);

    private readonly void Clear(int count)
    {
        var ring = _ring!;
        var unbroken = Math.Min(count, ring.Length - _head);
        Array.Clear(ring, _head, unbroken);
        Array.Clear(ring, 0, count - unbroken);
    }

    private TMessage[] Grow(bool isRead)
    {
        var larger = Rent(Math.Max(SmallestRing, _count * 2));
        if (_ring is { } ring)
        {
            var unbroken = Math.Min(_count, ring.Length - _head);
            Array.Copy(ring, _head, larger, 0, unbroken);
            Array.Copy(ring, 0, larger, unbroken, _count - unbroken);
            Retire(ring, isRead);
        }
        else
        {
            larger[0] = _single;
            _single = default!;
        }

        _head = 0;
        return _ring = larger;
    }

    // The pool promises at least the length asked for; what it keeps beyond a certain size need not be a power of two
    private static TMessage[] Rent(int length)
    {
        var ring = ArrayPool<TMessage>.Shared.Rent(length);
        return BitOperations.IsPow2(ring.Length) ? ring : new TMessage[BitOperations.RoundUpToPowerOf2((uint)length)];
    }

    // A turn may still read in it, and then the garbage collector is who knows when it is done
    private static void Retire(TMessage[] ring, bool isRead)
    {
        if (!isRead)
        {
            ArrayPool<TMessage>.Shared.Return(ring, RuntimeHelpers.IsReferenceOrContainsReferences<TMessage>());
        }
    }
}

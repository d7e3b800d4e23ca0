using System.Buffers;
using System.Buffers.Binary;
using WsBroker.Disk.Files;
using WsBroker.Disk.Records;

namespace WsBroker.Disk.Segments;

/// <summary>Walks through the records of a segment, and finds the next whole one behind a damaged one.</summary>
/// <remarks>Reads ahead in chunks. Belongs to one thread.</remarks>
/// <param name="file">The segment's file.</param>
/// <param name="mark">The segment's mark.</param>
/// <param name="from">The position of the first record.</param>
/// <param name="until">The position behind the last.</param>
internal sealed class SegmentReader(ILogFile file, uint mark, long from, long until)
{
    private const int ChunkBytes = 1024 * 1024;

    private byte[] _window = new byte[(int)Math.Min(ChunkBytes, Math.Max(0, until - from))];
    private long _start = from;
    private int _filled;

    /// <summary>Where the next record begins.</summary>
    public long Position { get; private set; } = from;

    /// <summary>Reads the record at <see cref="Position"/> and goes behind it.</summary>
    /// <returns>False at the end, or if no whole record is here; then the position stays.</returns>
    public bool TryRead(out Record record, out int size)
    {
        if (!TryReadAt(Position, out record, out size))
        {
            return false;
        }

        Position += size;
        return true;
    }

    /// <summary>Goes to the next whole record behind a damaged one, or to the end.</summary>
    /// <param name="isSought">Which records to stop at.</param>
    /// <returns>Whether there is one.</returns>
    public bool Skip(Predicate<RecordKind> isSought)
    {
        for (var at = FindMark(Position + 1); at < until; at = FindMark(at + 1))
        {
            if (TryReadAt(at, out var record, out _) && isSought(record.Kind))
            {
                Position = at;
                return true;
            }
        }

        Position = until;
        return false;
    }

    /// <summary>Whether there is nothing but zeros from a position on, as behind the last record of a file with room.</summary>
    public bool IsZeroFrom(long at)
    {
        while (at < until)
        {
            if ((Window(at).IsEmpty && !Fill(at, 1)) || Window(at).ContainsAnyExcept((byte)0))
            {
                return false;
            }

            at += Window(at).Length;
        }

        return true;
    }

    private bool TryReadAt(long at, out Record record, out int size)
    {
        var status = RecordReader.TryRead(Window(at), mark, until - at, out size, out record);
        while (status is OperationStatus.NeedMoreData && Fill(at, size))
        {
            status = RecordReader.TryRead(Window(at), mark, until - at, out size, out record);
        }

        return status is OperationStatus.Done;
    }

    private ReadOnlySpan<byte> Window(long at) =>
        at >= _start && at < _start + _filled ? _window.AsSpan((int)(at - _start), (int)(_start + _filled - at)) : default;

    /// <summary>Has the window begin at a position, with so many bytes in it if the segment has them.</summary>
    private bool Fill(long at, int size)
    {
        if (size > _window.Length)
        {
            Array.Resize(ref _window, size);
        }

        var kept = Window(at);
        kept.CopyTo(_window);
        _filled = kept.Length;
        _start = at;
        var wanted = (int)Math.Min(_window.Length, until - at);
        _filled += file.Read(_window.AsSpan(_filled, wanted - _filled), at + _filled);
        return _filled >= size;
    }

    private long FindMark(long at)
    {
        Span<byte> sought = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(sought, mark);
        while (until - at >= RecordFormat.HeadBytes)
        {
            if (Window(at).Length < sought.Length && !Fill(at, sought.Length))
            {
                break;
            }

            var window = Window(at);
            if (window.IndexOf(sought) is >= 0 and var found)
            {
                return at + found;
            }

            at += window.Length - sought.Length + 1;
        }

        return until;
    }
}

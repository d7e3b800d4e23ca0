using System.Security.Cryptography;
using WsBroker.Disk.Files;

namespace WsBroker.Disk.Segments;

/// <summary>The files of the log, oldest first; records are appended to the last.</summary>
/// <remarks>Belongs to the thread that writes. The totals may be read by any.</remarks>
internal sealed class SegmentSet(ILogFolder folder) : IDisposable
{
    private readonly Dictionary<int, Segment> _byNumber = [];
    private readonly Queue<Segment> _inOrder = [];
    private Segment? _head;
    private long _bytes;
    private long _liveBytes;
    private int _count;

    /// <summary>The last one, to which is appended.</summary>
    public Segment Head => _head ?? throw new InvalidOperationException("There is no segment yet.");

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _head is null;

    /// <summary>The first one.</summary>
    public Segment Oldest => _inOrder.Peek();

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many bytes they have together.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>How many of these are records that are still needed.</summary>
    public long LiveBytes => Volatile.Read(ref _liveBytes);

    /// <summary>The one with this number.</summary>
    public Segment this[int number] => _byNumber[number];

    /// <summary>Appends one that is there already.</summary>
    public void Add(Segment segment)
    {
        _inOrder.Enqueue(segment);
        _byNumber.Add(segment.Name.Number, segment);
        _head = segment;
        _count++;
        _bytes += segment.Length;
    }

    /// <summary>Makes a new one, empty, to which is appended from now on.</summary>
    public void Begin()
    {
        Span<byte> mark = stackalloc byte[sizeof(uint)];
        RandomNumberGenerator.Fill(mark);
        var name = new SegmentName(_head is null ? 1 : _head.Name.Number + 1, BitConverter.ToUInt32(mark));
        Add(new Segment(name, folder.Create(name.ToString()), 0));
    }

    /// <summary>Notes that the head has grown.</summary>
    public void Grow(int bytes)
    {
        Head.Length += bytes;
        _bytes += bytes;
    }

    /// <summary>Notes that a record is needed.</summary>
    public void Hold(Place place) => Weigh(place.Segment, place.Length);

    /// <summary>Notes that a record is not needed any more.</summary>
    public void Release(Place place) => Weigh(place.Segment, -place.Length);

    /// <summary>Takes the oldest away, if nothing in it is needed and it is not the head.</summary>
    /// <returns>The segment, whose file is still to be closed; or null.</returns>
    public Segment? TakeDead()
    {
        if (Oldest.LiveBytes > 0 || ReferenceEquals(Oldest, _head))
        {
            return null;
        }

        folder.Delete(Oldest.Name.ToString());
        var dead = _inOrder.Dequeue();
        _byNumber.Remove(dead.Name.Number);
        _count--;
        _bytes -= dead.Length;
        return dead;
    }

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        foreach (var segment in _inOrder)
        {
            segment.File.Dispose();
        }
    }

    private void Weigh(int number, int bytes)
    {
        _byNumber[number].LiveBytes += bytes;
        _liveBytes += bytes;
    }
}

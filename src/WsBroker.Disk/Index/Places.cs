using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Index;

/// <summary>The places of a contiguous run of publications of one topic, by offset.</summary>
/// <remarks>A ring; no memory is held while it is empty.</remarks>
internal sealed class Places
{
    private const int FirstCapacity = 4;

    private Place[] _ring = [];
    private int _first;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The offset of the first. Only while <see cref="Count"/> &gt; 0.</summary>
    public long FirstOffset { get; private set; }

    /// <summary>The place of an offset.</summary>
    public Place this[long offset]
    {
        get => _ring[IndexOf(offset)];
        set => _ring[IndexOf(offset)] = value;
    }

    /// <summary>Whether an offset is among them.</summary>
    public bool Has(long offset) => Count > 0 && offset >= FirstOffset && offset < FirstOffset + Count;

    /// <summary>Appends the place of an offset, which follows on the last, or is the first of all.</summary>
    public void Add(long offset, Place place)
    {
        if (Count == 0)
        {
            FirstOffset = offset;
        }

        if (Count == _ring.Length)
        {
            Grow();
        }

        Count++;
        this[offset] = place;
    }

    /// <summary>Takes away the first.</summary>
    public Place RemoveFirst()
    {
        var place = _ring[_first];
        _first = (_first + 1) % _ring.Length;
        FirstOffset++;
        Count--;
        if (Count == 0)
        {
            (_ring, _first) = ([], 0);
        }

        return place;
    }

    private int IndexOf(long offset) => (int)((_first + (offset - FirstOffset)) % _ring.Length);

    private void Grow()
    {
        var larger = new Place[Math.Max(FirstCapacity, _ring.Length * 2)];
        for (var index = 0; index < Count; index++)
        {
            larger[index] = _ring[(_first + index) % _ring.Length];
        }

        _ring = larger;
        _first = 0;
    }
}

using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Topics;

/// <summary>The latest publications of one topic, in a ring bounded by count and bytes, and by age when told the time.</summary>
/// <remarks>Belongs to one topic's actor. Offsets in it are contiguous. No memory is held while it is empty.</remarks>
/// <param name="settings">The topic's.</param>
/// <param name="memory">What the histories of the node hold together; null if that is not bounded.</param>
internal sealed class TopicHistory(TopicSettings settings, HistoryMemory? memory = null)
{
    private const int FirstCapacity = 8;

    // What the envelope of a publication adds to its bytes, about
    private const int EnvelopeBytes = 200;

    private Kept[] _ring = [];
    private int _first;
    private long _bytes;
    private long _noted;

    /// <summary>How many publications are kept.</summary>
    public int Count { get; private set; }

    /// <summary>When the oldest publication was taken, in milliseconds of the topic's clock. Only while <see cref="Count"/> &gt; 0.</summary>
    public long OldestAt => _ring[_first].Since;

    /// <summary>The offset of the oldest publication. Only while <see cref="Count"/> &gt; 0.</summary>
    public long FirstOffset => _ring[_first].Publication.Offset;

    private long Held => _bytes + ((long)Count * EnvelopeBytes);

    /// <summary>Keeps the publication, and lets go of the oldest as far as the bounds ask for it.</summary>
    /// <param name="publication">The topic's next.</param>
    /// <param name="since">When it was taken, in milliseconds of the topic's clock.</param>
    public void Add(Publication publication, long since)
    {
        Take(publication, since);
        Note();
        if (memory is { IsShort: true })
        {
            Keep(memory.Share);
        }
    }

    /// <summary>Lets go of what was taken before <paramref name="at"/>, in milliseconds of the topic's clock.</summary>
    public void RemoveOlderThan(long at)
    {
        while (Count > 0 && OldestAt < at)
        {
            RemoveOldest();
        }

        Note();
    }

    /// <summary>The last publications, oldest first.</summary>
    /// <param name="count">At most so many.</param>
    /// <param name="before">Only those before this offset.</param>
    /// <param name="maxBytes">At most so many bytes: of what is too much, the oldest are left out.</param>
    public List<Publication> Last(int count, long before, long maxBytes)
    {
        var end = IndexOf(before);
        var start = end;
        for (long bytes = 0; start > 0 && end - start < count && (bytes += SizeAt(start - 1)) <= maxBytes;)
        {
            start--;
        }

        return Copy(start, end - start);
    }

    /// <summary>The publications after an offset, oldest first.</summary>
    /// <param name="offset">Only later ones.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="maxBytes">At most so many bytes: of what is too much, the newest are left out.</param>
    public List<Publication> After(long offset, int count, long maxBytes)
    {
        var start = IndexOf(offset + 1);
        var end = start;
        for (long bytes = 0; end < Count && end - start < count && (bytes += SizeAt(end)) <= maxBytes;)
        {
            end++;
        }

        return Copy(start, end - start);
    }

    /// <summary>Whether all publications between <paramref name="offset"/> and <paramref name="top"/> are still here.</summary>
    public bool ReachesBackTo(long offset, long top) =>
        offset == top || (Count > 0 && offset >= FirstOffset - 1 && offset < top);

    private void Take(Publication publication, long since)
    {
        var size = publication.Content.Size;
        if (settings.MaxHistoryCount == 0 || size > settings.MaxHistoryBytes)
        {
            // Offsets in the ring stay contiguous: what cannot be kept takes all before it along
            Clear();
            return;
        }

        while (Count > 0 && (Count >= settings.MaxHistoryCount || _bytes + size > settings.MaxHistoryBytes))
        {
            RemoveOldest();
        }

        Append(new Kept(publication, since), size);
    }

    private void Keep(long bytes)
    {
        while (Count > 0 && Held > bytes)
        {
            RemoveOldest();
        }

        Note();
    }

    private void Note()
    {
        if (memory is not null && Held != _noted)
        {
            memory.Note(_noted, Held);
            _noted = Held;
        }
    }

    private void Append(Kept kept, int size)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_first + Count) % _ring.Length] = kept;
        Count++;
        _bytes += size;
    }

    private void RemoveOldest()
    {
        _bytes -= _ring[_first].Publication.Content.Size;
        _ring[_first] = default;
        _first = (_first + 1) % _ring.Length;
        Count--;
        if (Count == 0)
        {
            Clear();
        }
    }

    private void Clear()
    {
        _ring = [];
        _first = 0;
        Count = 0;
        _bytes = 0;
    }

    private void Grow()
    {
        var larger = new Kept[Math.Min(Math.Max(FirstCapacity, _ring.Length * 2), settings.MaxHistoryCount)];
        for (var index = 0; index < Count; index++)
        {
            larger[index] = _ring[(_first + index) % _ring.Length];
        }

        _ring = larger;
        _first = 0;
    }

    /// <summary>Where the publication with this offset is, or would be, counted from the oldest.</summary>
    private int IndexOf(long offset) => Count == 0 ? 0 : (int)Math.Clamp(offset - FirstOffset, 0, Count);

    private Publication At(int index) => _ring[(_first + index) % _ring.Length].Publication;

    private long SizeAt(int index) => At(index).Content.Size + EnvelopeBytes;

    private List<Publication> Copy(int start, int count)
    {
        var copy = new List<Publication>(count);
        for (var index = start; index < start + count; index++)
        {
            copy.Add(At(index));
        }

        return copy;
    }
}

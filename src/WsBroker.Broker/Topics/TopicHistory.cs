using System.Diagnostics.CodeAnalysis;
using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Topics;

/// <summary>The latest publications of one topic, in a ring bounded by count and bytes, and by age when told the time.</summary>
/// <remarks>Belongs to one topic's actor. Offsets in it are contiguous. No memory is held while it is empty.</remarks>
internal sealed class TopicHistory(TopicOptions options)
{
    private const int FirstCapacity = 8;

    private Publication[] _ring = [];
    private int _first;
    private long _bytes;
    private Dictionary<string, Publication>? _byKey;

    /// <summary>How many publications are kept.</summary>
    public int Count { get; private set; }

    /// <summary>When the oldest publication was taken, in milliseconds since 1970. Only while <see cref="Count"/> &gt; 0.</summary>
    public long OldestAt => _ring[_first].At;

    /// <summary>Keeps the publication, and lets go of the oldest as far as the bounds ask for it.</summary>
    public void Add(Publication publication)
    {
        var size = publication.Content.Size;
        if (options.MaxHistoryCount == 0 || size > options.MaxHistoryBytes)
        {
            // Offsets in the ring stay contiguous: what cannot be kept takes all before it along
            Clear();
            return;
        }

        while (Count > 0 && (Count >= options.MaxHistoryCount || _bytes + size > options.MaxHistoryBytes))
        {
            RemoveOldest();
        }

        Append(publication, size);
    }

    /// <summary>Lets go of what was taken before <paramref name="at"/>, in milliseconds since 1970.</summary>
    public void RemoveOlderThan(long at)
    {
        while (Count > 0 && OldestAt < at)
        {
            RemoveOldest();
        }
    }

    /// <summary>The last <paramref name="count"/> publications, oldest first; fewer when fewer are kept.</summary>
    public List<Publication> Last(int count)
    {
        var take = Math.Min(count, Count);
        return Copy(Count - take, take);
    }

    /// <summary>The publications after <paramref name="offset"/>, at most <paramref name="count"/>, oldest first.</summary>
    public List<Publication> After(long offset, int count)
    {
        var skip = Count == 0 ? 0 : Math.Clamp(offset + 1 - _ring[_first].Offset, 0, Count);
        return Copy((int)skip, (int)Math.Min(count, Count - skip));
    }

    /// <summary>The publications just before <paramref name="offset"/>, at most <paramref name="count"/>, oldest first.</summary>
    public List<Publication> Before(long offset, int count)
    {
        var older = Count == 0 ? 0 : (int)Math.Clamp(offset - _ring[_first].Offset, 0, Count);
        var take = Math.Min(count, older);
        return Copy(older - take, take);
    }

    /// <summary>Whether all publications between <paramref name="offset"/> and <paramref name="top"/> are still here.</summary>
    public bool ReachesBackTo(long offset, long top) =>
        offset == top || (Count > 0 && offset >= _ring[_first].Offset - 1 && offset < top);

    /// <summary>The publication that was handed in with this idempotency key, while it is kept.</summary>
    public bool TryFind(string key, [NotNullWhen(true)] out Publication? publication)
    {
        publication = null;
        return _byKey is not null && _byKey.TryGetValue(key, out publication);
    }

    private void Append(Publication publication, int size)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_first + Count) % _ring.Length] = publication;
        Count++;
        _bytes += size;
        if (publication.Content.Key is { } key)
        {
            (_byKey ??= new(StringComparer.Ordinal))[key] = publication;
        }
    }

    private void RemoveOldest()
    {
        var oldest = _ring[_first];
        _ring[_first] = null!;
        _first = (_first + 1) % _ring.Length;
        Count--;
        _bytes -= oldest.Content.Size;
        if (oldest.Content.Key is { } key)
        {
            _byKey!.Remove(key);
        }

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
        _byKey = null;
    }

    private void Grow()
    {
        var larger = new Publication[Math.Min(Math.Max(FirstCapacity, _ring.Length * 2), options.MaxHistoryCount)];
        for (var index = 0; index < Count; index++)
        {
            larger[index] = _ring[(_first + index) % _ring.Length];
        }

        _ring = larger;
        _first = 0;
    }

    private List<Publication> Copy(int skip, int count)
    {
        var copy = new List<Publication>(count);
        for (var index = skip; index < skip + count; index++)
        {
            copy.Add(_ring[(_first + index) % _ring.Length]);
        }

        return copy;
    }
}

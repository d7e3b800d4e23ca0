namespace WsBroker.Broker.Topics;

/// <summary>The idempotency keys of one topic's latest publications, bounded by count, and by age when told the time.</summary>
/// <remarks>Belongs to one topic's actor.</remarks>
/// <param name="maxCount">The most keys; the oldest goes first.</param>
internal sealed class KeyWindow(int maxCount)
{
    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _order = new();

    /// <summary>How many keys are known.</summary>
    public int Count => _order.Count;

    /// <summary>The offset of the oldest publication whose key is known. Only while <see cref="Count"/> &gt; 0.</summary>
    public long FirstOffset => _order.Peek().Offset;

    /// <summary>When its publication was taken, in milliseconds of the topic's clock. Only while <see cref="Count"/> &gt; 0.</summary>
    public long OldestAt => _order.Peek().At;

    /// <summary>Remembers the key of a publication; if it is known, for this one from now on.</summary>
    public void Add(string key, long offset, long at)
    {
        if (Count == maxCount)
        {
            RemoveOldest();
        }

        _offsets[key] = offset;
        _order.Enqueue(new Entry(key, offset, at));
    }

    /// <summary>The offset of the publication that had this key.</summary>
    public bool TryFind(string key, out long offset) => _offsets.TryGetValue(key, out offset);

    /// <summary>Forgets the keys of what was taken before <paramref name="at"/>.</summary>
    public void RemoveOlderThan(long at)
    {
        while (Count > 0 && OldestAt < at)
        {
            RemoveOldest();
        }
    }

    private void RemoveOldest()
    {
        var oldest = _order.Dequeue();
        if (_offsets[oldest.Key] == oldest.Offset)
        {
            _offsets.Remove(oldest.Key);
        }
    }

    private readonly record struct Entry(string Key, long Offset, long At);
}

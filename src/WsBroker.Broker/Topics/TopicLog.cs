using System.Diagnostics;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Topics;

/// <summary>What one topic remembers: its history, the retained last publication, and the idempotency keys of the latest.</summary>
/// <remarks>
/// Belongs to one topic's actor. Times are milliseconds of a clock that only goes forward, at its own pace: what is kept for
/// an hour is kept for an hour whatever is done to the machine's time.
/// </remarks>
/// <param name="settings">The topic's.</param>
/// <param name="options">The node's.</param>
internal sealed class TopicLog(TopicSettings settings, TopicOptions options)
{
    private readonly TopicHistory _history = new(settings, options.Histories);
    private Publication? _retained;

    // Null while no key is known: most topics never see one
    private KeyWindow? _keys;

    /// <summary>How many publications the history has.</summary>
    public int Count => _history.Count;

    /// <summary>Whether nothing would be lost with it.</summary>
    public bool IsEmpty => _history.Count == 0 && _keys is null && _retained is null;

    /// <summary>Takes the topic's next publication.</summary>
    public void Add(Publication publication, long now)
    {
        _history.Add(publication, now);
        if (publication.Content.Key is { } key && settings.Durability is not Durability.Redis)
        {
            (_keys ??= new KeyWindow(options.MaxKeys)).Add(key, publication.Offset, now);
        }

        if (settings.Retain)
        {
            _retained = publication.Content.Payload.IsEmpty ? null : publication;
        }
    }

    /// <summary>Takes what a store has kept.</summary>
    /// <param name="stored">What it has kept.</param>
    /// <param name="now">Now.</param>
    /// <param name="utcNow">The same in milliseconds since 1970, as the publications have it.</param>
    public void Load(StoredTopic stored, long now, long utcNow)
    {
        _retained = settings.Retain ? stored.Retained : null;
        foreach (var publication in stored.Publications)
        {
            Add(publication, now - Math.Max(0, utcNow - publication.At));
        }

        RemoveAged(now);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _history.RemoveOlderThan(long.MaxValue);
        (_retained, _keys) = (null, null);
    }

    /// <summary>The offset of the publication that had this idempotency key.</summary>
    public bool TryFindKey(string key, out long offset)
    {
        offset = 0;
        return _keys is not null && _keys.TryFind(key, out offset);
    }

    /// <summary>The first offset of which anything is remembered.</summary>
    /// <param name="next">That of the topic's next publication, if nothing is.</param>
    public long FirstKept(long next)
    {
        var first = _history.Count > 0 ? _history.FirstOffset : next;
        first = _keys is null ? first : Math.Min(first, _keys.FirstOffset);
        return _retained is null ? first : Math.Min(first, _retained.Offset);
    }

    /// <summary>A part of the history, as it is asked for.</summary>
    public List<Publication> Read(HistoryPart part) => part switch
    {
        HistoryPart.Newest newest => _history.Last(newest.Count, long.MaxValue, options.MaxReadBytes),
        HistoryPart.After after => _history.After(after.Offset, after.Count, options.MaxReadBytes),
        HistoryPart.Before before => _history.Last(before.Count, before.Offset, options.MaxReadBytes),
        _ => throw new UnreachableException(part.GetType().Name),
    };

    /// <summary>What a subscription begins with.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="top">Where the topic stands.</param>
    /// <param name="recovered">Whether that is all that was missed; null when it was not asked for.</param>
    public List<Publication> Begin(StartAt start, TopicPosition top, out bool? recovered)
    {
        recovered = null;
        switch (start)
        {
            case StartAt.After { Position: var since }:
                var missed = Missed(since, top);
                recovered = missed is not null;
                return missed ?? Retained();
            case StartAt.Last last:
                var latest = _history.Last(last.Count, long.MaxValue, options.MaxReadBytes);
                return latest.Count > 0 ? latest : Retained();
            default:
                return Retained();
        }
    }

    /// <summary>Forgets what has reached its age.</summary>
    public void RemoveAged(long now)
    {
        _history.RemoveOlderThan(now - Milliseconds(settings.HistoryAge) + 1);
        _keys?.RemoveOlderThan(now - Milliseconds(settings.KeyAge) + 1);
        _keys = _keys is { Count: 0 } ? null : _keys;
    }

    /// <summary>When something reaches its age; <see cref="long.MaxValue"/> if nothing does.</summary>
    /// <param name="now">What is older than now is as old as now.</param>
    public long NextAgeing(long now)
    {
        var history = _history.Count > 0 ? _history.OldestAt + Milliseconds(settings.HistoryAge) : long.MaxValue;
        var keys = _keys is null ? long.MaxValue : _keys.OldestAt + Milliseconds(settings.KeyAge);
        return Math.Max(now, Math.Min(history, keys));
    }

    /// <summary>All that was missed, or null if it is not all here, or too much to be told at once.</summary>
    private List<Publication>? Missed(TopicPosition since, TopicPosition top)
    {
        if (!string.Equals(since.Epoch, top.Epoch, StringComparison.Ordinal) || !_history.ReachesBackTo(since.Offset, top.Offset))
        {
            return null;
        }

        var missed = _history.After(since.Offset, int.MaxValue, options.MaxRecoveryBytes);
        return missed.Count == top.Offset - since.Offset ? missed : null;
    }

    private List<Publication> Retained() => _retained is null ? [] : [_retained];

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}

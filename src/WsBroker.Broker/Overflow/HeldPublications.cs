using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Overflow;

/// <summary>What waits for one subscriber that does not keep up, of topics of which it may lose some; bounded in bytes.</summary>
/// <remarks>
/// Comes out in the order in which it went in. What has no room is dropped as its topic's policy says, and in its place a
/// <see cref="SessionEvent.Gap"/> comes out: of every topic, what comes out and what the gaps tell is what went in, exactly.
/// Belongs to one actor.
/// </remarks>
/// <param name="maxBytes">How much may be held; one publication always may, however large it is.</param>
/// <param name="dropped">Told each publication that is dropped.</param>
public sealed class HeldPublications(int maxBytes, Action<OverflowPolicy> dropped)
{
    /// <summary>What an entry counts for beside its bytes: itself, its places in two lists, and its part of the indices.</summary>
    private const int EntryOverhead = 256;

    private readonly Dictionary<LossyTopic, HeldTopic> _topics = [];
    private readonly LinkedList<HeldEntry> _all = new();

    // No entry before it may go for something newer, so that the oldest one that may is found without looking at all
    private HeldEntry? _oldest;
    private int _publications;
    private int _others;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _all.First is null;

    /// <summary>What it counts for, in bytes.</summary>
    public int Cost { get; private set; }

    /// <summary>How many bytes come out next; 0 for a gap or other news, which are short.</summary>
    public int NextLength => _all.First?.Value.Publication?.Bytes.Length ?? 0;

    /// <summary>Has publications wait, or drops what has no room.</summary>
    /// <returns>False if there is no room even for telling what was dropped.</returns>
    public bool TryAdd(DeliveryParts delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        foreach (var publication in delivery.Each)
        {
            Add(publication);
        }

        return HasRoomForGaps;
    }

    /// <summary>Has other news wait behind all that does. They are never dropped.</summary>
    /// <returns>False if there is no room.</returns>
    public bool TryAdd(SessionEvent news)
    {
        Append(HeldEntry.Of(news));
        return HasRoomForGaps;
    }

    /// <summary>Takes out what has waited longest. Only while something waits.</summary>
    public SessionEvent Take()
    {
        var entry = _all.First?.Value ?? throw new InvalidOperationException("Nothing waits.");
        Remove(entry);
        if (entry.News is { } news)
        {
            return news;
        }

        if (entry.Publication is not { } publication)
        {
            return new SessionEvent.Gap(entry.Topic!.Topic.Name, entry.From, entry.To);
        }

        Forget(entry, publication);
        return new SessionEvent.Delivered(publication.Bytes, Publications: 1);
    }

    private bool HasRoomForGaps => (long)_others * EntryOverhead <= maxBytes;

    private void Add(LossyPublication publication)
    {
        var topic = TopicOf(publication);
        var isConflated = publication.Topic.Policy is OverflowPolicy.Conflate;
        if (isConflated && topic.FindNewest(publication.Key) is { } older)
        {
            Drop(older);
        }

        if (!TryMakeRoom(publication))
        {
            dropped(publication.Topic.Policy);
            Append(HeldEntry.Gap(topic, publication.Offset));
            Join(topic.Entries.Last!.Value);
            return;
        }

        var entry = HeldEntry.Of(topic, publication);
        Append(entry);
        Cost += publication.Bytes.Length;
        _oldest ??= entry;
        if (isConflated)
        {
            topic.SetNewest(publication.Key, entry);
        }
    }

    private HeldTopic TopicOf(LossyPublication publication)
    {
        if (!_topics.TryGetValue(publication.Topic, out var topic))
        {
            topic = new HeldTopic(publication.Topic);
            _topics.Add(publication.Topic, topic);
        }

        return topic;
    }

    private bool TryMakeRoom(LossyPublication publication)
    {
        var size = publication.Bytes.Length + EntryOverhead;
        while (_publications > 0 && Cost + size > maxBytes)
        {
            if (!publication.Topic.LetsOlderGo || FindOldest() is not { } oldest)
            {
                return false;
            }

            Drop(oldest);
        }

        return true;
    }

    private HeldEntry? FindOldest()
    {
        while (_oldest is { MayGo: false })
        {
            _oldest = _oldest.Place.Next?.Value;
        }

        return _oldest;
    }

    private void Drop(HeldEntry entry)
    {
        var publication = entry.Publication!;
        Forget(entry, publication);
        entry.Drop();
        _others++;
        dropped(publication.Topic.Policy);
        Join(entry);
    }

    /// <summary>The publication is not held any more, though its entry may be.</summary>
    private void Forget(HeldEntry entry, LossyPublication publication)
    {
        _publications--;
        Cost -= publication.Bytes.Length;
        if (publication.Topic.Policy is OverflowPolicy.Conflate)
        {
            entry.Topic!.ForgetNewest(publication.Key);
        }
    }

    /// <summary>Makes one gap of those that follow each other.</summary>
    private void Join(HeldEntry gap)
    {
        var place = gap.PlaceInTopic!;
        if (place.Next?.Value is { } next && gap.TryTakeUp(next))
        {
            Remove(next);
        }

        if (place.Previous?.Value.TryTakeUp(gap) is true)
        {
            Remove(gap);
        }
    }

    private void Append(HeldEntry entry)
    {
        _all.AddLast(entry.Place);
        entry.Topic?.Entries.AddLast(entry.PlaceInTopic!);
        Cost += EntryOverhead;
        if (entry.Publication is null)
        {
            _others++;
        }
        else
        {
            _publications++;
        }
    }

    private void Remove(HeldEntry entry)
    {
        _oldest = _oldest == entry ? entry.Place.Next?.Value : _oldest;
        _all.Remove(entry.Place);
        _others -= entry.Publication is null ? 1 : 0;
        Cost -= EntryOverhead;
        if (entry.Topic is { } topic)
        {
            topic.Entries.Remove(entry.PlaceInTopic!);
            if (topic.Entries.Count == 0)
            {
                _topics.Remove(topic.Topic);
            }
        }
    }
}

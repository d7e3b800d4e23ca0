using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Engines;

/// <summary>What one topic has handed to the store and not heard of yet, in order, with the orders behind it.</summary>
/// <remarks>Belongs to one topic's actor.</remarks>
/// <param name="store">The store.</param>
/// <param name="topic">The topic.</param>
internal sealed class Appends(ITopicStore store, ActorRef<TopicMessage> topic)
{
    private readonly Queue<Append> _waiting = [];
    private readonly Dictionary<string, Publication> _byKey = new(StringComparer.Ordinal);
    private long _firstKept = 1;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Hands a publication to the store.</summary>
    public void Add(string epoch, Publication publication, TopicMessage.Publish order)
    {
        _waiting.Enqueue(new Append(publication, order, IsDuplicate: false));
        if (publication.Content.Key is { } key)
        {
            _byKey[key] = publication;
        }

        store.Append(epoch, publication, topic);
    }

    /// <summary>If a publication with the order's idempotency key waits, lets the order wait for it too.</summary>
    public bool TryAddDuplicate(TopicMessage.Publish order)
    {
        if (order.Content.Key is not { } key || !_byKey.TryGetValue(key, out var publication))
        {
            return false;
        }

        _waiting.Enqueue(new Append(publication, order, IsDuplicate: true));
        return true;
    }

    /// <summary>Tells the store what is not needed any more, if that is more than it was told before.</summary>
    public void Trim(TopicName name, long firstKept)
    {
        if (firstKept > _firstKept)
        {
            _firstKept = firstKept;
            store.Trim(name, firstKept);
        }
    }

    /// <summary>Takes what waited up to the publication.</summary>
    public IEnumerable<Append> TakeUpTo(Publication stored)
    {
        while (_waiting.TryPeek(out var next) && next.Publication.Offset <= stored.Offset)
        {
            if (next.Publication.Content.Key is { } key)
            {
                _byKey.Remove(key);
            }

            yield return _waiting.Dequeue();
        }
    }

    /// <summary>Takes all that waits if the publication is among it; what was taken back before is not heard of again.</summary>
    public IReadOnlyList<Append> TakeBack(Publication failed) =>
        _waiting.Any(append => ReferenceEquals(append.Publication, failed)) ? TakeAll() : [];

    /// <summary>Takes all that waits.</summary>
    public IReadOnlyList<Append> TakeAll()
    {
        Append[] all = [.. _waiting];
        _waiting.Clear();
        _byKey.Clear();
        return all;
    }
}

using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Presence;

/// <summary>Who came to one topic and went since it was told last, bounded; who did both is left out.</summary>
/// <remarks>Belongs to one topic's actor.</remarks>
/// <param name="topic">The topic.</param>
internal sealed class PresenceChanges(TopicName topic)
{
    /// <summary>Beyond so many changes only the number of those who are there is told.</summary>
    // About what a list on a screen can show; a message of each is some 200 bytes
    public const int MaxChanges = 100;

    private readonly OrderedDictionary<ClientId, PresenceNews.Change> _byClient = [];
    private bool _areTooMany;

    /// <summary>Whether there is nothing to tell.</summary>
    public bool IsEmpty => !_areTooMany && _byClient.Count == 0;

    /// <summary>Takes note of a change; the opposite of an earlier one takes that back.</summary>
    public void Add(PresenceNews.Change change)
    {
        if (_areTooMany || _byClient.Remove(change.Client.Client))
        {
            return;
        }

        _byClient.Add(change.Client.Client, change);
        if (_byClient.Count > MaxChanges)
        {
            _byClient.Clear();
            _areTooMany = true;
        }
    }

    /// <summary>Takes all that is to be told, in the order in which it happened.</summary>
    /// <param name="count">How many are there now.</param>
    public IReadOnlyList<PresenceNews> TakeAll(int count)
    {
        IReadOnlyList<PresenceNews> news = _areTooMany ? [new PresenceNews.Counted(topic, count)] : [.. _byClient.Values];
        _byClient.Clear();
        _areTooMany = false;
        return news;
    }
}

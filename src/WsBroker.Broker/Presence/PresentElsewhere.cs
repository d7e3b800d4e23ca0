using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Presence;

/// <summary>Who is there on other nodes, as one topic knows it while somebody watches.</summary>
/// <remarks>
/// Belongs to one topic's actor. A client that moves from one node to another is there all the while: what the old node says of it after
/// the new one counts for nothing.
/// </remarks>
/// <param name="topic">The topic.</param>
internal sealed class PresentElsewhere(TopicName topic)
{
    private Dictionary<ClientId, PresentClient> _clients = [];

    /// <summary>How many there are.</summary>
    public int Count => _clients.Count;

    /// <summary>Takes what is so now.</summary>
    /// <returns>What has changed.</returns>
    public List<PresenceNews.Change> Take(IReadOnlyList<PresentClient> all)
    {
        var before = _clients;
        _clients = new Dictionary<ClientId, PresentClient>(all.Count);
        foreach (var one in all)
        {
            _clients[one.Client.Client] = one;
        }

        return
        [
            .. before.Values.Where(one => !_clients.ContainsKey(one.Client.Client)).Select(one => new PresenceNews.Left(topic, one.Client)),
            .. _clients.Values.Where(one => !before.ContainsKey(one.Client.Client)).Select(one => new PresenceNews.Joined(topic, one.Client)),
        ];
    }

    /// <summary>Takes a change.</summary>
    /// <returns>What has changed by it.</returns>
    public List<PresenceNews.Change> Take(SharedPresenceNews.Changed news)
    {
        var changes = new List<PresenceNews.Change>();
        foreach (var one in news.Left.Where(one => _clients.TryGetValue(one.Client.Client, out var known) && known.Node == one.Node))
        {
            _clients.Remove(one.Client.Client, out var known);
            changes.Add(new PresenceNews.Left(topic, known!.Client));
        }

        foreach (var one in news.Joined)
        {
            if (!_clients.ContainsKey(one.Client.Client))
            {
                changes.Add(new PresenceNews.Joined(topic, one.Client));
            }

            _clients[one.Client.Client] = one;
        }

        return changes;
    }
}

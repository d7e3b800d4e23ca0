using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Cluster;

/// <summary>Who is there in the topics of a simulated cluster, and who is told.</summary>
internal sealed class SharedMembers
{
    private readonly Dictionary<TopicName, Dictionary<(NodeId Node, ClientId Client), Participant>> _members = [];
    private readonly Dictionary<TopicName, long> _versions = [];
    private readonly Dictionary<(TopicName Topic, SimulatedPresence Link), ActorRef<TopicMessage>> _watchers = [];

    /// <summary>How many are there in all topics together.</summary>
    public int Count => _members.Values.Sum(static members => members.Count);

    /// <summary>The clients of a topic, on all nodes.</summary>
    public IReadOnlyList<PresentClient> In(TopicName topic) =>
        _members.TryGetValue(topic, out var members) ? [.. members.Select(static one => new PresentClient(one.Key.Node, one.Value))] : [];

    public long VersionOf(TopicName topic) => _versions.GetValueOrDefault(topic);

    // A new life begins with a version that was never before
    public void Clear()
    {
        _members.Clear();
        foreach (var topic in _versions.Keys.ToList())
        {
            _versions[topic] += 1000;
        }
    }

    public void Watch(TopicName topic, SimulatedPresence link, ActorRef<TopicMessage> watcher) => _watchers[(topic, link)] = watcher;

    public void Unwatch(TopicName topic, SimulatedPresence link) => _watchers.Remove((topic, link));

    public void Change(TopicName topic, NodeId node, IEnumerable<Participant> joined, IEnumerable<ClientId> left)
    {
        if (!_members.TryGetValue(topic, out var members))
        {
            _members.Add(topic, members = []);
        }

        List<PresentClient> come = [.. joined.Where(client => members.TryAdd((node, client.Client), client)).Select(client => new PresentClient(node, client))];
        List<PresentClient> gone = [];
        foreach (var client in left)
        {
            if (members.Remove((node, client), out var was))
            {
                gone.Add(new PresentClient(node, was));
            }
        }

        if (come.Count + gone.Count > 0)
        {
            _versions[topic] = VersionOf(topic) + 1;
            Tell(topic, node, come, gone);
        }
    }

    public void Replace(TopicName topic, NodeId node, IReadOnlyList<Participant> clients)
    {
        var ids = clients.Select(static client => client.Client).ToHashSet();
        Change(topic, node, clients, [.. In(topic).Where(one => one.Node == node && !ids.Contains(one.Client.Client)).Select(static one => one.Client.Client)]);
    }

    public void Clear(NodeId node)
    {
        foreach (var topic in _members.Keys.ToList())
        {
            Replace(topic, node, []);
        }
    }

    private void Tell(TopicName topic, NodeId node, List<PresentClient> joined, List<PresentClient> left)
    {
        foreach (var ((_, link), watcher) in _watchers.Where(one => one.Key.Topic.Equals(topic) && !one.Key.Link.IsDeaf).ToList())
        {
            var isOwn = link.Id == node;
            watcher.Tell(new SharedPresenceNews.Changed(topic, VersionOf(topic), isOwn ? [] : joined, isOwn ? [] : left));
        }
    }
}

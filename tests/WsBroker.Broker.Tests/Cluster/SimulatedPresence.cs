using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Cluster;

/// <summary>What one node of a simulated cluster says of who is there, and hears.</summary>
internal sealed class SimulatedPresence(SharedWorld world, ActorRef<Action> turns, SimulatedLink link) : ISharedPresence
{
    private readonly Queue<Action> _unsaid = [];

    public NodeId? Id { get; private set; }

    public bool IsDeaf => link.IsCut || link.IsDeaf;

    public void Begin(NodeId node) => turns.Tell(() => Id = node);

    public void Pause() => turns.Tell(() =>
    {
        Id = null;
        _unsaid.Clear();
    });

    public void Clear(NodeId gone) => turns.Tell(() =>
    {
        if (!link.IsCut)
        {
            world.Members.Clear(gone);
        }
    });

    public void Join(TopicName topic, Participant client) => Say(node => world.Members.Change(topic, node, [client], []));

    public void Leave(TopicName topic, ClientId client, bool isLast) => Say(node => world.Members.Change(topic, node, [], [client]));

    public void Replace(TopicName topic, IReadOnlyList<Participant> clients) => Say(node => world.Members.Replace(topic, node, clients));

    public void Read(TopicName topic, int most, ActorRef<PresenceListing?> replyTo) => turns.Tell(() =>
    {
        SayAll();
        var all = world.Members.In(topic);
        replyTo.Tell(link.IsCut ? null : new PresenceListing(all.Count, [.. all.Take(most).Select(static one => one.Client)]));
    });

    public void Watch(TopicName topic, ActorRef<TopicMessage> replyTo) => turns.Tell(() =>
    {
        world.Members.Watch(topic, this, replyTo);
        replyTo.Tell(new SharedPresenceNews.Check(topic));
    });

    public void Unwatch(TopicName topic, ActorRef<TopicMessage> replyTo) => turns.Tell(() => world.Members.Unwatch(topic, this));

    public void Look(TopicName topic, long known, ActorRef<TopicMessage> replyTo) => turns.Tell(() =>
    {
        SayAll();
        var version = world.Members.VersionOf(topic);
        replyTo.Tell(link.IsCut
            ? new SharedPresenceNews.NotListed(topic)
            : new SharedPresenceNews.Listed(topic, version, version == known ? null : [.. world.Members.In(topic).Where(one => one.Node != Id)]));
    });

    /// <summary>Says what could not be said before.</summary>
    public void SayAll()
    {
        while (!link.IsCut && _unsaid.TryDequeue(out var say))
        {
            say();
        }
    }

    private void Say(Action<NodeId> say) => turns.Tell(() =>
    {
        if (Id is { } node)
        {
            _unsaid.Enqueue(() => say(node));
        }

        SayAll();
    });
}

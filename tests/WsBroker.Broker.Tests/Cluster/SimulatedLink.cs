using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Tests.Cluster;

/// <summary>One node's way to what is shared, which can be cut, and may lose letters.</summary>
internal sealed class SimulatedLink(SharedWorld world, ActorRef<Action> turns, Func<NodeId, bool> isDeaf) : INodeLink, ISharedSessions
{
    /// <summary>Whether nothing comes through.</summary>
    public bool IsCut
    {
        get;
        set
        {
            field = value;
            if (!value)
            {
                turns.Tell(Healed);
            }
        }
    }

    /// <summary>What happens when it is not cut any more.</summary>
    public Action Healed { get; set; } = static () => { };

    /// <summary>Whether letters to this node get lost.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>The ids under which its node has given signs of life.</summary>
    public HashSet<NodeId> Ids { get; } = [];

    public void Beat(NodeDescription node, bool isFirst, string revocationsUpTo, ActorRef<ClusterMessage> replyTo)
    {
        Ids.Add(node.Id);
        turns.Tell(() => replyTo.Tell(IsCut ? new ClusterMessage.NotBeaten() : world.Beat(node, isFirst, revocationsUpTo, replyTo)));
    }

    public void Bury(NodeId node) => IfWhole(() => world.Bury(node));

    public void Leave(NodeId node) => IfWhole(() => world.Leave(node));

    public void Send(NodeLetter letter) => IfWhole(() =>
    {
        foreach (var (node, listener) in world.Hearers(letter).Where(one => !isDeaf(one.Node)).ToList())
        {
            turns.Tell(() => listener.Tell(new ClusterMessage.Heard(letter)));
        }
    });

    public void Store(Revocation revocation, ActorRef<bool> replyTo) => turns.Tell(() =>
    {
        if (!IsCut)
        {
            world.Store(revocation);
        }

        replyTo.Tell(!IsCut);
    });

    public void Keep(SessionId id, string? user, IReadOnlyList<Command.Subscribe> subscriptions, ActorRef<bool> replyTo) => turns.Tell(() =>
    {
        if (!IsCut)
        {
            world.Sessions[id] = (user, subscriptions);
        }

        replyTo.Tell(!IsCut);
    });

    public void Take(SessionId id, string? user, ActorRef<IReadOnlyList<Command.Subscribe>?> replyTo) => turns.Tell(() =>
    {
        var isThere = !IsCut && world.Sessions.TryGetValue(id, out var kept) && string.Equals(kept.User, user, StringComparison.Ordinal);
        replyTo.Tell(isThere && world.Sessions.Remove(id, out kept) ? kept.Subscriptions : null);
    });

    public void Discard(SessionId id) => IfWhole(() => world.Sessions.Remove(id));

    private void IfWhole(Action act) => turns.Tell(() =>
    {
        if (!IsCut)
        {
            act();
        }
    });
}

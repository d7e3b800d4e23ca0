using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Tests.Cluster;

/// <summary>What the nodes of a simulated cluster share, with the clock that counts for it.</summary>
/// <remarks>Touched in turns of one actor only, so that what nodes do at once happens in an order that the seed decides.</remarks>
internal sealed class SharedWorld(TimeProvider time, TimeSpan beatLife)
{
    private readonly Dictionary<NodeId, (NodeDescription Node, DateTimeOffset Until)> _alive = [];
    private readonly Dictionary<NodeId, ActorRef<ClusterMessage>> _listeners = [];
    private readonly List<Revocation> _revocations = [];

    /// <summary>Nodes that are gone.</summary>
    public HashSet<NodeId> Gone { get; } = [];

    /// <summary>Sessions that nodes keep together.</summary>
    public Dictionary<SessionId, (string? User, IReadOnlyList<Command.Subscribe> Subscriptions)> Sessions { get; } = [];

    /// <summary>Who is where.</summary>
    public SharedMembers Members { get; } = new();

    /// <summary>All is lost, as when a store restarts empty.</summary>
    public void Clear()
    {
        _alive.Clear();
        Gone.Clear();
        _revocations.Clear();
        Sessions.Clear();
        Members.Clear();
    }

    public ClusterMessage Beat(NodeDescription node, bool isFirst, string upTo, ActorRef<ClusterMessage> listener)
    {
        var isKnown = _alive.ContainsKey(node.Id);
        if (isFirst == isKnown)
        {
            return new ClusterMessage.Beaten(node.Id, isKnown ? BeatOutcome.Taken : BeatOutcome.Lapsed);
        }

        _alive[node.Id] = (node, time.GetUtcNow() + beatLife);
        _listeners[node.Id] = listener;
        var seen = upTo.Length == 0 ? 0 : int.Parse(upTo, provider: null);
        return new ClusterMessage.Beaten(node.Id, isFirst ? BeatOutcome.Begun : BeatOutcome.Kept)
        {
            Alive = [.. _alive.Values.Where(one => one.Until > time.GetUtcNow()).Select(static one => one.Node)],
            Silent = [.. _alive.Values.Where(one => one.Until <= time.GetUtcNow()).Select(static one => one.Node.Id)],
            Gone = [.. Gone],
            Revocations = [.. _revocations.Skip(seen)],
            RevocationsUpTo = $"{Math.Max(seen, _revocations.Count)}",
        };
    }

    public void Bury(NodeId node)
    {
        if (_alive.TryGetValue(node, out var one) && one.Until <= time.GetUtcNow())
        {
            Leave(node);
        }
    }

    public void Leave(NodeId node)
    {
        _alive.Remove(node);
        Gone.Add(node);
    }

    public void Store(Revocation revocation) => _revocations.Add(revocation);

    /// <summary>Who hears a letter.</summary>
    public IEnumerable<(NodeId Node, ActorRef<ClusterMessage> Listener)> Hearers(NodeLetter letter) => _listeners
        .Where(one => letter is NodeLetter.Answer answer ? one.Key == answer.To : one.Key != letter.From)
        .Select(static one => (one.Key, one.Value));
}

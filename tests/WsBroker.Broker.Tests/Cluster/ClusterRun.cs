using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Tests.Simulation;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Cluster;

/// <summary>Several nodes on one thread, with one clock and what they share.</summary>
internal sealed class ClusterRun : IDisposable
{
    /// <summary>Long enough for a dead node to be found.</summary>
    public static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    private readonly List<SimulatedNode> _nodes = [];
    private readonly ulong _seed;
    private ulong _clients;

    public ClusterRun(ulong seed = 1, int nodes = 0, TopicOptions? topic = null)
    {
        _seed = seed;
        Topic = topic ?? new TopicOptions();
        Dispatcher = new SimulationDispatcher(seed);
        World = new SharedWorld(Dispatcher.Time, Options.BeatLife);
        var outside = new LocalActorSystem(new ActorSystemOptions { Time = Dispatcher.Time, Dispatcher = Dispatcher });
        Turns = outside.Spawn(new Props<Action>(static () => new Relay()));
        for (var number = 0; number < nodes; number++)
        {
            Start();
        }

        Advance(TimeSpan.FromSeconds(10));
    }

    public SimulationDispatcher Dispatcher { get; }

    public TopicOptions Topic { get; }

    public ClusterOptions Options { get; } = new();

    public SharedWorld World { get; }

    /// <summary>The log of the topics that the nodes share.</summary>
    public SimulatedLog Log { get; } = new();

    /// <summary>Where what nodes do to what they share is done.</summary>
    public ActorRef<Action> Turns { get; }

    public IReadOnlyList<SimulatedNode> Nodes => _nodes;

    public ulong NextClient() => ++_clients;

    /// <summary>Starts one more node.</summary>
    /// <param name="id">Its first id; another for each node if nothing is said.</param>
    /// <param name="skew">What its clock is wrong by.</param>
    public SimulatedNode Start(NodeId? id = null, TimeSpan skew = default)
    {
        var link = new SimulatedLink(World, Turns, node => _nodes.Exists(one => one.Link.IsDeaf && one.Link.Ids.Contains(node)));
        var identifiers = new SeededIdentifiers((_seed * 1000) + (ulong)_nodes.Count);
        var node = new SimulatedNode(this, link, id ?? new NodeId((ulong)_nodes.Count + 1), identifiers, new SkewedTime(Dispatcher.Time, skew));
        _nodes.Add(node);
        Settle();
        return node;
    }

    /// <summary>Lets everything happen that does not wait for time to pass.</summary>
    public void Settle()
    {
        do
        {
            _nodes.ForEach(static node => node.Listen());
        }
        while (Dispatcher.RunUntilIdle() > 0);
    }

    public void Advance(TimeSpan by)
    {
        Dispatcher.Advance(by);
        Settle();
    }

    /// <summary>Asks from a node, and lets as much time pass as nodes may take.</summary>
    public ClusterAnswer Ask(SimulatedNode node, NodeQuestion question)
    {
        var answer = node.Ask(question);
        Advance(Options.Patience);
        return Assert.Single(answer.Told);
    }

    public void Dispose() => _nodes.ForEach(static node => node.Dispose());
}

using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Sessions;
using WsBroker.Broker.Tests.Simulation;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Cluster;

/// <summary>One node of a simulated cluster: topics, users, kept sessions, and the node among the others.</summary>
internal sealed class SimulatedNode : IDisposable
{
    private readonly ClusterRun _run;
#pragma warning disable CA2213 // Terminate ends it, as far as there is anything to end in a simulation
    private readonly LocalActorSystem _system;
#pragma warning restore CA2213
    private readonly BrokerMetrics _metrics = new();
    private readonly List<ResumableClient> _clients = [];

    public SimulatedNode(ClusterRun run, SimulatedLink link, NodeId id, IIdentifierSource identifiers, TimeProvider time)
    {
        _run = run;
        Link = link;
        _system = new LocalActorSystem(new ActorSystemOptions
        {
            Time = time,
            Dispatcher = run.Dispatcher,
            DeadLetter = static (_, message) => TopicsActor.AnswerDeadLetter(message),
        });
        Revocations = new Revocations(TimeSpan.FromHours(1), time);
        Users = new Users(Revocations);
        Presence = new SimulatedPresence(run.World, run.Turns, link);
        link.Healed = Presence.SayAll;
        Topics = _system.Spawn(TopicsActor.Props(run.Topic with { Presence = Presence, Shared = new SimulatedLogNode(run.Log, _system) }, identifiers, _metrics));
        Kept = _system.Spawn(KeptSessionsActor.Props(new KeptSessionOptions(), new SessionSharing(link, () => Cluster!)));
        Connections = new ActorProbe<ConnectionInquiry>();
        var description = new NodeDescription(id, $"node {id}", "1", time.GetUtcNow(), []);
        var duties = new NodeDuties(Topics, Connections, Users, Kept) { Drain = () => Drains++ };
        Cluster = _system.Spawn(ClusterActor.Props(description, duties, new ClusterLinks(link, Presence, link), run.Options, identifiers, _metrics));
        Environment = new SessionEnvironment { Topics = Topics, Keeping = new SessionKeeping(Kept, identifiers), Users = Users };
    }

    public SimulatedLink Link { get; }

    public SimulatedPresence Presence { get; }

    public Revocations Revocations { get; }

    public Users Users { get; }

    public ActorRef<TopicsMessage> Topics { get; }

    public ActorRef<KeptSessionsMessage> Kept { get; }

    /// <summary>Stands for the connections: what is asked of them waits here.</summary>
    public ActorProbe<ConnectionInquiry> Connections { get; }

    public ActorRef<ClusterMessage> Cluster { get; }

    public SessionEnvironment Environment { get; }

    /// <summary>How often it was told to let its clients go, and end.</summary>
    public int Drains { get; private set; }

    /// <summary>The nodes that it knows, by id.</summary>
    public IEnumerable<NodeId> Known
    {
        get
        {
            var answer = new ActorProbe<IReadOnlyList<NodeDescription>>();
            Cluster.Tell(new ClusterMessage.ListNodes(answer));
            _run.Settle();
            return Assert.Single(answer.Told).Select(static node => node.Id);
        }
    }

    /// <summary>Its own id now.</summary>
    public NodeId Id => Known.First();

    public ResumableClient Client(string? user = null)
    {
        var client = new ResumableClient(Environment, _run.Settle, _run.NextClient(), user);
        _clients.Add(client);
        return client;
    }

    public void Listen() => _clients.ForEach(static client => client.Listen());

    /// <summary>Puts a question to all nodes, and lets nothing happen yet.</summary>
    public ActorProbe<ClusterAnswer> Ask(NodeQuestion question)
    {
        var answer = new ActorProbe<ClusterAnswer>();
        Cluster.Tell(new ClusterMessage.Ask(question, answer));
        return answer;
    }

    /// <summary>Dies without a word.</summary>
    public void Kill()
    {
        Link.IsCut = true;
        _system.Terminate();
        _run.Settle();
    }

    public void Dispose()
    {
        Kill();
        _metrics.Dispose();
    }
}

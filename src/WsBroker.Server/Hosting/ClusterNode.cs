using System.Diagnostics.Metrics;
using WsBroker.Actors;
using WsBroker.Broker;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway;
using WsBroker.Server.Auth;
using WsBroker.Server.Options;
using WsBroker.Server.Webhooks;

namespace WsBroker.Server.Hosting;

/// <summary>The broker's own actors, as one node of a cluster or alone.</summary>
internal sealed class ClusterNode
{
    // Enough to tell the nodes of one machine apart
    private const int DigitsInName = 6;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <summary>Starts it.</summary>
    /// <param name="system">Where actors live.</param>
    /// <param name="options">How.</param>
    /// <param name="engine">Where topics are kept.</param>
    /// <param name="authority">Who may come in.</param>
    /// <param name="webhooks">Which back ends have a say; null if none has.</param>
    /// <param name="doors">Where it listens, and how much may come in.</param>
    /// <param name="gateway">The connections; there from the start of the server on.</param>
    /// <param name="drain">The end of the node.</param>
    /// <param name="identifiers">Makes ids.</param>
    /// <param name="meters">Where it counts.</param>
    public ClusterNode(
        LocalActorSystem system,
        ServerOptions options,
        Engine engine,
        Authority authority,
        WebhookSet? webhooks,
        Doors doors,
        Func<ActorRef<GatewayMessage>> gateway,
        Drain drain,
        IIdentifierSource identifiers,
        IMeterFactory meters)
    {
        var metrics = new BrokerMetrics(meters);
        Description = Describe(doors.Addresses, identifiers);
        var roots = RootActors.Start(system, options, engine, () => Cluster!, identifiers, metrics, webhooks?.ForTopics);
        Sessions = authority.Guard(roots) with { Rates = doors.Rates, Hooks = webhooks?.ForSessions };
        var duties = new NodeDuties(Sessions.Topics, new GatewayInquiryRef(gateway), Sessions.Users, Sessions.Keeping?.Sessions) { Drain = drain.Ask };
        Cluster = system.Spawn(ClusterActor.Props(Description, duties, engine.Cluster, options.Cluster, identifiers, metrics));
    }

    /// <summary>What it is called, and more.</summary>
    public NodeDescription Description { get; }

    /// <summary>What its sessions share.</summary>
    public SessionEnvironment Sessions { get; }

    /// <summary>The node among the others, or alone.</summary>
    public ActorRef<ClusterMessage> Cluster { get; }

    /// <summary>Says to the others that it ends, once sessions of clients that have gone are on their way to where they are kept.</summary>
    public async Task LeaveAsync()
    {
        // An answer comes after all that was told before
        var kept = new PromiseRef<IReadOnlyList<Command.Subscribe>?>();
        Sessions.Keeping?.Sessions.Tell(new KeptSessionsMessage.HandOver(default, User: null, kept));
        var left = new PromiseRef<bool>();
        Cluster.Tell(new ClusterMessage.Leave(left));
        await Task.WhenAny(Task.WhenAll(Sessions.Keeping is null ? Task.CompletedTask : kept.Kept, left.Kept), Task.Delay(_patience));
    }

    private static NodeDescription Describe(IEnumerable<ListenAddress> addresses, IIdentifierSource identifiers)
    {
        var id = NodeId.Next(identifiers);
        var name = $"{Environment.MachineName}-{id.ToString()[..DigitsInName]}";
        return new NodeDescription(id, name, ProductVersion.Text, TimeProvider.System.GetUtcNow(), [.. addresses.Select(static address => address.ToString())]);
    }
}

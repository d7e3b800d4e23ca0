using WsBroker.Actors;
using WsBroker.Broker;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Server.Options;

namespace WsBroker.Server.Hosting;

/// <summary>The actors of the broker itself, which begin anew if they fail.</summary>
internal static class RootActors
{
    /// <summary>Starts them.</summary>
    /// <param name="system">Where they live.</param>
    /// <param name="options">How.</param>
    /// <param name="engine">Where topics are kept.</param>
    /// <param name="cluster">Asks other nodes; there once the node has been put together.</param>
    /// <param name="identifiers">Makes ids.</param>
    /// <param name="metrics">Where it is counted.</param>
    /// <param name="hooks">Is told which topics are occupied; null if nobody is.</param>
    public static SessionEnvironment Start(
        LocalActorSystem system,
        ServerOptions options,
        Engine engine,
        Func<ActorRef<ClusterMessage>> cluster,
        IIdentifierSource identifiers,
        BrokerMetrics metrics,
        ActorRef<HooksMessage>? hooks)
    {
        var sharing = engine.Cluster is { } links ? new SessionSharing(links.Sessions, cluster) : null;
        metrics.Histories = new HistoryMemory(options.Limits.MaxHistoryBytes);
        var topics = new TopicOptions
        {
            Rules = options.TopicRules,
            Store = engine.Store,
            Shared = engine.Shared,
            Traffic = metrics.Traffic,
            Histories = metrics.Histories,
            Presence = engine.Cluster?.Presence,
            Hooks = hooks,
            MaxTopics = options.Limits.Topics,
            MaxReadBytes = options.Limits.QueuedBytes / 2,
            MaxRecoveryBytes = options.Limits.RecoveredBytes,
        };
        return new SessionEnvironment
        {
            Topics = system.Spawn(TopicsActor.Props(topics, identifiers, metrics)),
            Keeping = options.Sessions.Age > TimeSpan.Zero
                ? new SessionKeeping(system.Spawn(KeptSessionsActor.Props(options.Sessions, sharing, metrics)), identifiers) { Age = options.Sessions.Age }
                : null,
            Options = options.Limits.Session,
        };
    }
}

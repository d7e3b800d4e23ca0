using WsBroker.Actors;
using WsBroker.Broker;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Server.Options;

namespace WsBroker.Server.Hosting;

/// <summary>The actors of the broker itself, which begin anew if they fail.</summary>
internal static class RootActors
{
    /// <summary>Starts them.</summary>
    public static SessionEnvironment Start(
        LocalActorSystem system, ServerOptions options, Engine engine, IIdentifierSource identifiers, BrokerMetrics metrics)
    {
        var topics = new TopicOptions
        {
            Rules = options.TopicRules,
            Store = engine.Store,
            Shared = engine.Shared,
            Traffic = metrics.Traffic,
            MaxTopics = options.Limits.Topics,
            MaxReadBytes = options.Limits.QueuedBytes / 2,
        };
        return new SessionEnvironment
        {
            Topics = system.Spawn(TopicsActor.Props(topics, identifiers, metrics)),
            Keeping = options.Sessions.Age > TimeSpan.Zero
                ? new SessionKeeping(system.Spawn(KeptSessionsActor.Props(options.Sessions, metrics: metrics)), identifiers)
                : null,
            Options = options.Limits.Session,
        };
    }
}

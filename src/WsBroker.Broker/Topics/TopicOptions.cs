using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Presence;

namespace WsBroker.Broker.Topics;

/// <summary>How the topics of a node work.</summary>
public sealed record TopicOptions
{
    /// <summary>What holds for which topic.</summary>
    public TopicRules Rules { get; init; } = TopicRules.None;

    /// <summary>Where topics are kept whose durability is the disk; null if no rule asks for that.</summary>
    public ITopicStore? Store { get; init; }

    /// <summary>Tells back ends which topics are occupied; null if none is told.</summary>
    public ActorRef<HooksMessage>? Hooks { get; init; }

    /// <summary>Where topics are kept that this node shares with others; null if no rule asks for that.</summary>
    public ISharedLog? Shared { get; init; }

    /// <summary>Where it is counted what goes through; null if it is not.</summary>
    public Traffic? Traffic { get; init; }

    /// <summary>What the histories of all topics hold together; null if that is not bounded.</summary>
    public HistoryMemory? Histories { get; init; }

    /// <summary>Who is there on other nodes in topics that this one shares with them; null if there are none.</summary>
    public ISharedPresence? Presence { get; init; }

    /// <summary>The most bytes that one page of history has, and that a subscription begins with which recovers nothing.</summary>
    // Half of what may wait for a client, so that what it asks for never ends its connection
    public long MaxReadBytes { get; init; } = 512 * 1024;

    /// <summary>The most bytes that are recovered; whoever missed more recovers nothing.</summary>
    public long MaxRecoveryBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The most active topics; what would begin one more is refused. 0 to 100,000,000; 0 is no limit.</summary>
    // Some 1.5 GB when each has a subscriber, before their histories
    public int MaxTopics { get; init; } = 1_000_000;

    /// <summary>How many messages may wait for a topic's turn; beyond, publishers are told to try later.</summary>
    // Credit keeps each connection to a few hundred, so only very many publishers get here
    public int MaxWaitingMessages { get; init; } = 64 * 1024;

    /// <summary>How many idempotency keys a topic knows; beyond, the oldest is forgotten before its time.</summary>
    public int MaxKeys { get; init; } = 10_000;

    /// <summary>How many subscribers are served before others get their turn.</summary>
    // A chunk takes about 0.1 ms; smaller ones cost more turns, larger ones delay other topics
    public int FanOutChunk { get; init; } = 1024;

    /// <summary>The most payload bytes that one delivery gathers.</summary>
    // Past some 256 KiB a larger send saves nothing more, but holds more memory in each slow subscriber's queue
    public int MaxDeliveryBytes { get; init; } = 256 * 1024;
}

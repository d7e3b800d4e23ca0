namespace WsBroker.Broker.Topics;

/// <summary>What a topic keeps and how it works.</summary>
public sealed record TopicOptions
{
    /// <summary>The most publications kept as history; the oldest goes first. 0 to 1,000,000.</summary>
    // Enough to fill a chat's first screen and to bridge a short loss of the network
    public int MaxHistoryCount { get; init; } = 100;

    /// <summary>The most bytes of payload and headers kept as history. 0 to 1 GiB.</summary>
    public long MaxHistoryBytes { get; init; } = 1024 * 1024;

    /// <summary>How long a publication is kept. 1 s to 30 days; removed at most a second late.</summary>
    public TimeSpan HistoryAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The most active topics; what would begin one more is refused. 0 to 100,000,000; 0 is no limit.</summary>
    // Some 1.5 GB when each has a subscriber, before their histories
    public int MaxTopics { get; init; } = 1_000_000;

    /// <summary>How many messages may wait for a topic's turn; beyond, publishers are told to try later.</summary>
    // Credit keeps each connection to a few hundred, so only very many publishers get here
    public int MaxWaitingMessages { get; init; } = 64 * 1024;

    /// <summary>How many subscribers are served before others get their turn.</summary>
    // A chunk takes about 0.1 ms; smaller ones cost more turns, larger ones delay other topics
    public int FanOutChunk { get; init; } = 1024;

    /// <summary>The most payload bytes that one delivery gathers.</summary>
    // Past some 256 KiB a larger send saves nothing more, but holds more memory in each slow subscriber's queue
    public int MaxDeliveryBytes { get; init; } = 256 * 1024;

    /// <summary>What is set for some topics only.</summary>
    public TopicRules Rules { get; init; } = TopicRules.None;
}

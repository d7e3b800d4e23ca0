using WsBroker.Broker.Access;

namespace WsBroker.Broker.Topics;

/// <summary>What holds for one topic. Immutable.</summary>
public sealed record TopicSettings
{
    /// <summary>What holds where nothing else is set.</summary>
    public static TopicSettings Default { get; } = new();

    /// <summary>The most publications kept as history; the oldest goes first. 0 to 1,000,000.</summary>
    // Enough to fill a chat's first screen and to bridge a short loss of the network
    public int MaxHistoryCount { get; init; } = 100;

    /// <summary>The most bytes of payload and headers kept as history. 0 to 1 GiB.</summary>
    public long MaxHistoryBytes { get; init; } = 1024 * 1024;

    /// <summary>How long a publication is kept. 1 s to 30 days; removed at most a second late.</summary>
    public TimeSpan HistoryAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the idempotency key of a publication is known. 1 s to 1 day; forgotten at most a second late.</summary>
    // Longer than any client's retries go on
    public TimeSpan KeyAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the last publication stays, however old, and is what a new subscriber gets first.</summary>
    public bool Retain { get; init; }

    /// <summary>Whether it can be asked who is there.</summary>
    public bool Presence { get; init; } = true;

    /// <summary>Whether subscribers that ask for it are told who comes and goes.</summary>
    public bool JoinLeave { get; init; }

    /// <summary>What happens to subscribers that read too slowly.</summary>
    public OverflowPolicy Overflow { get; init; } = OverflowPolicy.Disconnect;

    /// <summary>Who may publish.</summary>
    public AccessLevel Publish { get; init; } = AccessLevel.Anyone;

    /// <summary>Who may subscribe, read the history and see who is there.</summary>
    public AccessLevel Subscribe { get; init; } = AccessLevel.Anyone;

    /// <summary>Who may publish before <see cref="Publish"/> is asked: users of whom a rule for <c>{user}</c> speaks.</summary>
    public IReadOnlyList<UserAccess> PublishByUser { get; init; } = [];

    /// <summary>The same for <see cref="Subscribe"/>.</summary>
    public IReadOnlyList<UserAccess> SubscribeByUser { get; init; } = [];

    /// <summary>The largest payload and headers of a publication, in bytes; the node's limit holds besides.</summary>
    public int MaxMessageBytes { get; init; } = int.MaxValue;

    /// <summary>What an acknowledged publication outlives.</summary>
    public Durability Durability { get; init; } = Durability.Memory;

    /// <summary>Whether its publications may be compressed.</summary>
    public bool Compression { get; init; } = true;
}

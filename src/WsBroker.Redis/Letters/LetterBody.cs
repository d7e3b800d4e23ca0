namespace WsBroker.Redis.Letters;

/// <summary>
/// A letter as it stands on a channel, in JSON: whatever it is, its members are among these. Members that a newer node adds are passed over.
/// </summary>
internal sealed record LetterBody
{
    /// <summary>What every node writes now, and the only one that it reads: what must not be passed over has another.</summary>
    public const int Version = 1;

    public int V { get; init; }

    public string? Kind { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public long Number { get; init; }

    public int Parts { get; init; }

    public bool Cut { get; init; }

    public string? User { get; init; }

    public string? Client { get; init; }

    public string? Tenant { get; init; }

    public string? Filter { get; init; }

    public string? Token { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long Before { get; init; }

    public string? Session { get; init; }

    public int Count { get; init; }

    public NodeBody? Node { get; init; }

    public IReadOnlyList<ConnectionBody>? Connections { get; init; }

    public IReadOnlyList<TopicBody>? Topics { get; init; }

    public IReadOnlyList<SubscriptionBody>? Subscriptions { get; init; }
}

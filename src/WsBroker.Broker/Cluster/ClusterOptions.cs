namespace WsBroker.Broker.Cluster;

/// <summary>How the nodes of a cluster know of each other.</summary>
public sealed record ClusterOptions
{
    /// <summary>How often a node gives a sign of life, about.</summary>
    public TimeSpan BeatInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How soon it tries again if it could not.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a sign of life counts.</summary>
    // Three may get lost. A dead node's clients are gone for all within two of these
    public TimeSpan BeatLife { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long nodes may take to answer a question.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long nodes may take to say whether they have the session of a client that waits to go on with it.</summary>
    public TimeSpan SessionPatience { get; init; } = TimeSpan.FromSeconds(1);
}

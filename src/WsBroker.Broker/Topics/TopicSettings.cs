namespace WsBroker.Broker.Topics;

/// <summary>What the rules say of one topic. Immutable.</summary>
public sealed record TopicSettings
{
    /// <summary>What holds where no rule says otherwise.</summary>
    public static TopicSettings Default { get; } = new();

    /// <summary>Whether its publications may be compressed.</summary>
    public bool Compression { get; init; } = true;
}

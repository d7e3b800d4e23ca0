namespace WsBroker.Broker.Topics;

/// <summary>What one rule sets for the topics that it matches; what is null it leaves to later rules. Immutable.</summary>
/// <param name="Match">The topics.</param>
public sealed record TopicRule(TopicFilter Match)
{
    /// <summary>Whether their publications may be compressed. False for what nobody may guess from lengths (RFC 7692 §8).</summary>
    public bool? Compression { get; init; }
}

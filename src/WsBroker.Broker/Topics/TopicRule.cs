using WsBroker.Broker.Access;

namespace WsBroker.Broker.Topics;

/// <summary>What one rule sets for the topics that it matches; what is null it leaves to later rules. Immutable.</summary>
/// <remarks>Each setting is described in <see cref="TopicSettings"/>.</remarks>
/// <param name="Match">The topics.</param>
public sealed record TopicRule(TopicFilter Match)
{
    /// <summary>
    /// Which level of the topics' names, from 0, is to be the client's own user, for who may publish and subscribe; null: none.
    /// <see cref="Match"/> has a <c>+</c> there.
    /// </summary>
    public int? UserLevel { get; init; }

    /// <summary>See <see cref="TopicSettings.MaxHistoryCount"/>.</summary>
    public int? MaxHistoryCount { get; init; }

    /// <summary>See <see cref="TopicSettings.MaxHistoryBytes"/>.</summary>
    public long? MaxHistoryBytes { get; init; }

    /// <summary>See <see cref="TopicSettings.HistoryAge"/>.</summary>
    public TimeSpan? HistoryAge { get; init; }

    /// <summary>See <see cref="TopicSettings.KeyAge"/>.</summary>
    public TimeSpan? KeyAge { get; init; }

    /// <summary>See <see cref="TopicSettings.Retain"/>.</summary>
    public bool? Retain { get; init; }

    /// <summary>See <see cref="TopicSettings.Presence"/>.</summary>
    public bool? Presence { get; init; }

    /// <summary>See <see cref="TopicSettings.JoinLeave"/>.</summary>
    public bool? JoinLeave { get; init; }

    /// <summary>See <see cref="TopicSettings.Overflow"/>.</summary>
    public OverflowPolicy? Overflow { get; init; }

    /// <summary>See <see cref="TopicSettings.Publish"/>.</summary>
    public AccessLevel? Publish { get; init; }

    /// <summary>See <see cref="TopicSettings.Subscribe"/>.</summary>
    public AccessLevel? Subscribe { get; init; }

    /// <summary>See <see cref="TopicSettings.MaxMessageBytes"/>.</summary>
    public int? MaxMessageBytes { get; init; }

    /// <summary>See <see cref="TopicSettings.Durability"/>.</summary>
    public Durability? Durability { get; init; }

    /// <summary>See <see cref="TopicSettings.Compression"/>. False for what nobody may guess from lengths (RFC 7692 §8).</summary>
    public bool? Compression { get; init; }
}

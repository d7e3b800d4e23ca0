namespace WsBroker.Client;

/// <summary>How a subscription begins, and what is told beside its messages.</summary>
public sealed record SubscribeOptions
{
    /// <summary>The most that <see cref="Last"/> can ask for.</summary>
    public const int MaxLast = 1_000_000;

    /// <summary>Begin with what was missed since this place; null to begin otherwise. Not with wildcards.</summary>
    public TopicPosition? Recover { get; init; }

    /// <summary>
    /// Begin with the last so many messages of the history, 0 to <see cref="MaxLast"/>. Not with wildcards.
    /// </summary>
    // Nothing of the past: who wants it says how much
    public int Last { get; init; }

    /// <summary>Whether one's own publications come back.</summary>
    // As the protocol has it where nothing is said
    public bool Echo { get; init; } = true;

    /// <summary>
    /// Called when the subscription stands, and again after each reconnection: with the topic's position, or null for
    /// wildcards. Runs inside the enumeration, in order with the messages; what it throws ends the enumeration.
    /// </summary>
    public Action<TopicPosition?>? Subscribed { get; init; }

    /// <summary>
    /// Called for messages that will not come, at the place where they are missing. Runs as <see cref="Subscribed"/>
    /// does.
    /// </summary>
    public Action<TopicGap>? GapDetected { get; init; }
}

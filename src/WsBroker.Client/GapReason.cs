namespace WsBroker.Client;

/// <summary>Why messages are missing from a subscription.</summary>
public enum GapReason
{
    /// <summary>The server let them go and told so; <see cref="TopicGap.Detail"/> has its word for why.</summary>
    Declared,

    /// <summary>The history no longer reached back to where the subscription was cut off.</summary>
    HistoryTooShort,

    /// <summary>The topic began anew while the subscription was cut off; what was missed is not known.</summary>
    NewEpoch,

    /// <summary>
    /// A subscription with wildcards was cut off; those do not recover, and what was missed, if anything, is not known.
    /// </summary>
    NoRecovery,
}

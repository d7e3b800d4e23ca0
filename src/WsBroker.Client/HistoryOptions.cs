namespace WsBroker.Client;

/// <summary>Which part of a topic's history is wanted.</summary>
public sealed record HistoryOptions
{
    /// <summary>The most that <see cref="Count"/> can ask for.</summary>
    public const int MaxCount = 1_000_000;

    /// <summary>Those that follow this offset, to page forwards; null to begin elsewhere. Not with <see cref="Before"/>.</summary>
    public long? After { get; init; }

    /// <summary>Those just before this offset, to page backwards; null for the last of all.</summary>
    public long? Before { get; init; }

    /// <summary>At most so many, 0 to <see cref="MaxCount"/>. The server may give fewer, so as not to send too much at once.</summary>
    // A screen or two of a chat; as the protocol has it where nothing is said
    public int Count { get; init; } = 100;
}

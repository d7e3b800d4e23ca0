namespace WsBroker.WebSockets.Messages;

/// <summary>What one message may cost us.</summary>
public sealed record MessageLimits
{
    /// <summary>The largest message, after reassembly, in bytes. A larger one is closed with 1009.</summary>
    // NATS' default; a broker's messages are small, and each unfinished one can be held that big
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>The most frames of one message, empty ones included. One more is closed with 1008.</summary>
    // aiohttp's floor: no client splits a message of 1 MiB into parts of less than 1 KiB for a good reason
    public int MaxFragments { get; init; } = 1024;
}

namespace WsBroker.WebSockets.Messages;

/// <summary>What one message may cost us.</summary>
public sealed record MessageLimits
{
    /// <summary>The largest message, after reassembly and inflating, in bytes. A larger one is closed with 1009.</summary>
    // NATS' default; a broker's messages are small, and each unfinished one can be held that big
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>The most frames of one message, empty ones included. One more is closed with 1008.</summary>
    // aiohttp's floor: no client splits a message of 1 MiB into parts of less than 1 KiB for a good reason
    public int MaxFragments { get; init; } = 1024;

    /// <summary>The most bytes of a compressed message on the wire: what does not get smaller may get a little larger.</summary>
    // Stored blocks cost 5 bytes for each 16 KiB or more
    internal long MaxCompressedBytes => MaxMessageBytes + (MaxMessageBytes / 1024) + 64;
}

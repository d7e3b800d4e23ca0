namespace WsBroker.Server.Options;

/// <summary>What clients may cost.</summary>
public sealed record LimitsOptions
{
    /// <summary>The largest message, in bytes, after reassembly; a larger one is closed with 1009. 1 B to 64 MiB.</summary>
    // NATS' default: large enough for an image of a chat, small enough to be held for each subscriber
    public int MessageBytes { get; init; } = 1024 * 1024;

    /// <summary>The most frames that a message may have; more is closed with 1008. 1 to 1,000,000.</summary>
    // aiohttp's floor; browsers send one, libraries that stream a few dozen
    public int Fragments { get; init; } = 1024;

    /// <summary>Bytes that may wait for one client to read them; beyond, it is closed with 1013. 64 KiB to 1 GiB.</summary>
    // Centrifuge's default
    public int QueuedBytes { get; init; } = 1024 * 1024;

    /// <summary>The most subscriptions of one connection; one more is refused. 1 to 100,000.</summary>
    // Centrifuge's default
    public int Subscriptions { get; init; } = 128;
}

namespace WsBroker.Gateway.Compression;

/// <summary>Whether and how messages are compressed (RFC 7692). Immutable.</summary>
public sealed record CompressionOptions
{
    /// <summary>Whether permessage-deflate is agreed on with clients that offer it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How hard zlib tries: 1 (fast) to 9 (small).</summary>
    // Below 3, JSON of 1 KiB comes out a third larger; above, it takes half as long again for one percent
    public int Level { get; init; } = 3;

    /// <summary>Messages of fewer bytes are not compressed. 1 to 1 GiB.</summary>
    // JSON of 256 bytes halves; of 128 bytes it loses a third, and both fit in one packet
    public int ThresholdBytes { get; init; } = 256;

    /// <summary>Whether what we send to a client may refer to what we sent before, if the client lets us.</summary>
    // Each such client's messages are compressed for it alone, and take 336 KiB
    public bool ServerTakeover { get; init; }

    /// <summary>Whether what a client sends may refer to what it sent before.</summary>
    // 48 KiB for each client that makes use of it
    public bool ClientTakeover { get; init; }

    /// <summary>
    /// Bytes that all contexts together may take; while there is no room for one more, clients are agreed with on going
    /// without. 0 to 1 TiB.
    /// </summary>
    // Some 700 clients both ways, or 5,000 that only send
    public long MemoryBytes { get; init; } = 256L * 1024 * 1024;
}

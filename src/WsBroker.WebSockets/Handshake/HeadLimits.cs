namespace WsBroker.WebSockets.Handshake;

/// <summary>How large the head of a request may be.</summary>
public sealed record HeadLimits
{
    /// <summary>The limits that hold where none are configured.</summary>
    public static HeadLimits Default { get; } = new();

    /// <summary>
    /// The longest head, from its first byte to the empty line, in bytes. A longer one is refused with 431.
    /// </summary>
    // The same as Kestrel's MaxRequestHeadersTotalSize
    public int MaxHeadBytes { get; init; } = 32 * 1024;

    /// <summary>The most header lines; lines are counted, not names. One more is refused with 431.</summary>
    // The same as Kestrel's MaxRequestHeaderCount
    public int MaxHeaderLines { get; init; } = 100;

    /// <summary>The longest request line without its line end, in bytes. A longer one is refused with 414.</summary>
    // RFC 9112 §3 asks for 8000 at least; the same as Kestrel's MaxRequestLineSize
    public int MaxRequestLineBytes { get; init; } = 8 * 1024;

    /// <summary>The longest header line without its line end, in bytes. A longer one is refused with 431.</summary>
    // A value of 8 KiB, which is where common proxies cut, and a name in front of it
    public int MaxHeaderLineBytes { get; init; } = (8 * 1024) + 256;
}

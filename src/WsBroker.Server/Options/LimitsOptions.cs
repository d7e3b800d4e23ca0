using WsBroker.Gateway.Admission;
using WsBroker.WebSockets.Handshake;

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

    /// <summary>
    /// The most bytes of a topic that a client recovers when it comes back; whoever missed more recovers nothing. They wait for it besides what
    /// <see cref="QueuedBytes"/> allows. 64 KiB to 1 GiB.
    /// </summary>
    // Four times the history that a topic has without a rule
    public int RecoveredBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Bytes that may wait for all clients which do not keep up, together; beyond, those with the most are closed with 1013. 0 is a quarter
    /// of the memory that the process may use. 0 to 1 TiB.
    /// </summary>
    // What waits is not all that needs memory: as much may be in histories, and garbage takes what it takes. Mostly it is shared, so that less is used than is counted
    public long TotalQueuedBytes { get; init; }

    /// <summary>The most subscriptions of one connection; one more is refused. 1 to 100,000.</summary>
    // Centrifuge's default
    public int Subscriptions { get; init; } = 128;

    /// <summary>The most active topics; a publication or subscription that would begin one more is refused. 0 is no limit.</summary>
    public int Topics { get; init; } = 1_000_000;

    /// <summary>
    /// The most errors that a client is told for what it did wrong within <c>connection:pingInterval</c>; one more is closed with 1008. 1 to 1,000,000.
    /// </summary>
    public int Errors { get; init; } = 100;

    /// <summary>The most WebSockets, and connections in their handshake, of this node; one more is answered 503. 0 is no limit.</summary>
    public int Connections { get; init; }

    /// <summary>The most connections from one address (IPv6: one /64), HTTP included; one more is answered 429. 0 is no limit.</summary>
    // None, because many people may be behind one address
    public int ConnectionsPerAddress { get; init; }

    /// <summary>The most connections of one user, of those that have proved who they are; one more is refused. 0 is no limit.</summary>
    public int ConnectionsPerUser { get; init; }

    /// <summary>The most connections that are plain HTTP; one more is answered 503. 0 is no limit.</summary>
    // Far above what back ends and pages keep open, and some 100 MB at worst
    public int HttpConnections { get; init; } = 10_000;

    /// <summary>New connections a second; more are answered 503. 0 is no limit.</summary>
    public int HandshakesPerSecond { get; init; }

    /// <summary>Milliseconds by which turns may be late before nobody new is let in but answered 503. 0 to 60,000; 0 is never.</summary>
    // A handshake should not take longer; what is already here is served first
    public int LatenessMilliseconds { get; init; } = 1000;

    /// <summary>The longest head of a request, in bytes; a longer one is answered 431. 1 KiB to 256 KiB.</summary>
    // Kestrel's default
    public int HeadBytes { get; init; } = 32 * 1024;

    /// <summary>The most header lines of a request; one more is answered 431. 10 to 10,000.</summary>
    // Kestrel's default
    public int HeaderLines { get; init; } = 100;

    /// <summary>The longest header line, in bytes; a longer one is answered 431. 256 B to 256 KiB.</summary>
    // A value of 8 KiB, which is where common proxies cut, and a name in front of it
    public int HeaderLineBytes { get; init; } = (8 * 1024) + 256;

    /// <summary>The longest request line, in bytes; a longer one is answered 414. 256 B to 256 KiB.</summary>
    // Kestrel's default; RFC 9112 §3 asks for 8000
    public int RequestLineBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes that the histories of all topics may hold together; beyond, each keeps its share. 0 is a quarter of the memory.</summary>
    // Beside as much, which may wait for clients
    public long HistoryBytes { get; init; }

    /// <summary>Who may come in.</summary>
    internal AdmissionLimits Admission => new()
    {
        MaxConnections = Connections,
        MaxConnectionsPerAddress = ConnectionsPerAddress,
        MaxConnectionsPerUser = ConnectionsPerUser,
        MaxHttpConnections = HttpConnections,
        MaxHandshakesPerSecond = HandshakesPerSecond,
        MaxLateness = TimeSpan.FromMilliseconds(LatenessMilliseconds),
    };

    /// <summary>What a session may cost.</summary>
    internal Broker.Sessions.SessionOptions Session => new() { MaxSubscriptions = Subscriptions };

    /// <summary>How much may wait for all clients together.</summary>
    internal long MaxTotalQueuedBytes =>
        TotalQueuedBytes > 0 ? TotalQueuedBytes : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    /// <summary>How much the histories of all topics may hold together.</summary>
    internal long MaxHistoryBytes => HistoryBytes > 0 ? HistoryBytes : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    /// <summary>How large a head may be.</summary>
    internal HeadLimits Head => new()
    {
        MaxHeadBytes = HeadBytes,
        MaxHeaderLines = HeaderLines,
        MaxHeaderLineBytes = HeaderLineBytes,
        MaxRequestLineBytes = RequestLineBytes,
    };
}

namespace WsBroker.Gateway.Admission;

/// <summary>How many may be here at once, and how fast they may come. 0 is no limit.</summary>
public sealed record AdmissionLimits
{
    /// <summary>The most connections of this node that are WebSockets or still in their handshake; one more is answered 503.</summary>
    public int MaxConnections { get; init; }

    /// <summary>The most connections of one user, of those that have said who it is; one more is refused.</summary>
    public int MaxConnectionsPerUser { get; init; }

    /// <summary>
    /// The most connections from one IPv4 address or one IPv6 network of 64 bits, HTTP included; one more is answered 429.
    /// </summary>
    // A household or a machine has a whole /64 of its own, so that a limit by single IPv6 addresses would be none
    public int MaxConnectionsPerAddress { get; init; }

    /// <summary>The most connections of this node that are plain HTTP; one more is answered 503.</summary>
    // A count of its own, so that a node full of WebSockets still answers its probes
    public int MaxHttpConnections { get; init; }

    /// <summary>New connections a second, in the long run; after a quiet second so many may come at once. The rest is answered 503.</summary>
    public int MaxHandshakesPerSecond { get; init; }

    /// <summary>How late turns may be, for longer than a moment, before nobody new is let in but answered 503.</summary>
    public TimeSpan MaxLateness { get; init; }

    /// <summary>Connections above a limit that may wait for their answer at once; beyond, they are closed without one.</summary>
    // A few MiB; each waits for a second at most, so that this many can be refused every second
    internal int MaxTurnedAway { get; init; } = 1024;
}

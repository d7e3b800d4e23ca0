namespace WsBroker.Gateway.Admission;

/// <summary>How a node lets go of its clients when it is to end.</summary>
public sealed record DrainOptions
{
    /// <summary>
    /// How long new clients are turned away before those who are there are told to leave, while plain HTTP is still taken: time for a load
    /// balancer to see that the node is not ready. 0 to 10 min; 0 where there is none.
    /// </summary>
    public TimeSpan Pause { get; init; }

    /// <summary>How long clients may take to be gone, after the pause. 1 s to 1 h.</summary>
    // Kubernetes kills after 30 s, and HTTP wants a little of that for its last answers
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Clients that are told to leave in a second, unless the time does not suffice, and that come back in a second. 1 to 1,000,000.</summary>
    // As many handshakes with TLS as two cores do beside their other work
    public int ClientsPerSecond { get; init; } = 1000;
}

namespace WsBroker.Conformance.Tests.Rfc9112.Http11Probe;

/// <summary>A case of the public suite Http11Probe, with a request that fits this server.</summary>
/// <param name="Id">What the suite calls it.</param>
/// <param name="Level">How strongly an RFC asks for it.</param>
/// <param name="Request">What is sent; a character is a byte.</param>
/// <param name="Statuses">The answers that pass; 0 is a connection that is closed without one.</param>
internal sealed record ProbeCase(string Id, ProbeLevel Level, string Request, IReadOnlyList<int> Statuses)
{
    /// <summary>Whether the client ends its side behind this, because the request never becomes whole.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>Whether the connection must end with the answer.</summary>
    public bool Ends { get; init; }

    /// <summary>Whether the next request must be answered.</summary>
    public bool GoesOn { get; init; }

    /// <summary>A header that the answer must have; null for none.</summary>
    public string? Header { get; init; }

    /// <summary>What an RFC demands.</summary>
    public static ProbeCase Must(string id, string request, params int[] statuses) => new(id, ProbeLevel.Must, request, statuses);

    /// <summary>What an RFC recommends or leaves open.</summary>
    public static ProbeCase Should(string id, string request, params int[] statuses) => new(id, ProbeLevel.Should, request, statuses);
}

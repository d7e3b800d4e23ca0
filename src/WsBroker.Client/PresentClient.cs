namespace WsBroker.Client;

/// <summary>A client that is subscribed to a topic by its name, as others see it.</summary>
/// <param name="Client">Names its connection; changes with each reconnection.</param>
public sealed record PresentClient(string Client)
{
    /// <summary>The user; null when anonymous.</summary>
    public string? User { get; init; }

    /// <summary>What it calls itself; null if nothing.</summary>
    public string? Name { get; init; }

    /// <summary>What else it would have others know: one JSON value in UTF-8, or empty.</summary>
    public ReadOnlyMemory<byte> Info { get; init; }
}

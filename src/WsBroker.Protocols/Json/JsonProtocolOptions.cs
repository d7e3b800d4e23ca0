namespace WsBroker.Protocols.Json;

/// <summary>What the JSON protocol tells a client of the server when it connects.</summary>
public sealed record JsonProtocolOptions
{
    /// <summary>The name of this node.</summary>
    public string Node { get; init; } = "local";

    /// <summary>The version of the server.</summary>
    public string Version { get; init; } = "0";

    /// <summary>How often the server pings a silent client.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(25);
}

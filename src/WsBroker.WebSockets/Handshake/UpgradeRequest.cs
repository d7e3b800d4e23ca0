namespace WsBroker.WebSockets.Handshake;

/// <summary>A request to speak WebSocket that keeps all rules of RFC 6455 §4.2.1.</summary>
/// <remarks>Immutable; borrows nothing. Whether path, origin and credentials are good is for others to say.</remarks>
public sealed class UpgradeRequest
{
    internal UpgradeRequest()
    {
    }

    /// <summary>The target up to the question mark; begins with a slash and is still percent-encoded.</summary>
    public required string Path { get; init; }

    /// <summary>The target behind the question mark, still percent-encoded; empty if there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The Host header: a host, perhaps with a port.</summary>
    public required string Host { get; init; }

    /// <summary>The Origin header; null if there is none, as with clients that are no browsers.</summary>
    public required string? Origin { get; init; }

    /// <summary>The Sec-WebSocket-Key header, as it was sent: 24 characters of Base64.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// What subprotocols the client speaks, the ones that it likes best first; each is a token and stands once.
    /// </summary>
    public required IReadOnlyList<string> Subprotocols { get; init; }

    /// <summary>
    /// All Sec-WebSocket-Extensions headers, a comma between them, which keep the grammar; null if there is none.
    /// </summary>
    public required string? Extensions { get; init; }

    /// <summary>The Authorization header; null if there is none. A secret: not for logs.</summary>
    public required string? Authorization { get; init; }
}

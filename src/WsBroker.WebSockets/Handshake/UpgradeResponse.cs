using WsBroker.WebSockets.Extensions;

namespace WsBroker.WebSockets.Handshake;

/// <summary>A server's answer to an upgrade request, as a client reads it.</summary>
/// <param name="StatusCode">101, or the status of the refusal.</param>
/// <param name="Subprotocol">The one that the server chose; null if none.</param>
/// <param name="Extensions">The Sec-WebSocket-Extensions headers, not parsed; null if there is none.</param>
/// <param name="RetryAfter">The Retry-After header of a refusal, as it was sent; null if there is none.</param>
public sealed record UpgradeResponse(int StatusCode, string? Subprotocol, string? Extensions, string? RetryAfter)
{
    /// <summary>What was agreed on about compression; null if nothing.</summary>
    public DeflateParameters? Compression { get; init; }
}

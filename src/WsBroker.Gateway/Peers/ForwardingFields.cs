using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Peers;

/// <summary>The headers in which proxies tell who is behind them; each is null if it is not there.</summary>
/// <param name="ForwardedFor">All values of <c>X-Forwarded-For</c>, a comma between them.</param>
/// <param name="ForwardedProto">All values of <c>X-Forwarded-Proto</c>, a comma between them.</param>
/// <param name="Forwarded">All values of <c>Forwarded</c> (RFC 7239), a comma between them.</param>
public readonly record struct ForwardingFields(string? ForwardedFor, string? ForwardedProto, string? Forwarded)
{
    /// <summary>Finds them in the head of a request.</summary>
    public static ForwardingFields Of(in RequestHead head) => new(
        head.CombinedHeader("X-Forwarded-For"u8), head.CombinedHeader("X-Forwarded-Proto"u8), head.CombinedHeader("Forwarded"u8));
}

using System.Net;
using WsBroker.Gateway.Peers;

namespace WsBroker.Server.Http;

/// <summary>Finds out who sent a request, by the rule that holds for WebSockets too, and gives it on as a feature of the request.</summary>
internal sealed class PeerResolution(TrustedProxies proxies)
{
    /// <summary>Comes before all that asks.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Set(Resolve(context));
        return next(context);
    }

    private Peer Resolve(HttpContext context)
    {
        // A connection that was handed over bears who is at its end; another is Kestrel's own
        var peer = context.Features.Get<Peer>()
            ?? Peer.At(context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, context.Connection.RemotePort) : null, context.Request.Scheme);
        var headers = context.Request.Headers;
        return proxies.Trusts(peer)
            ? proxies.Resolve(peer, new(Value(headers, "X-Forwarded-For"), Value(headers, "X-Forwarded-Proto"), Value(headers, "Forwarded")))
            : peer;
    }

    private static string? Value(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) ? values.ToString() : null;
}

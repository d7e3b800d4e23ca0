using System.Diagnostics;
using System.Text;
using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Peers;
using WsBroker.Protocols;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Connections;

/// <summary>Decides on a request whose head is whole (RFC 6455 §4.2).</summary>
internal static class Handshake
{
    /// <summary>Tells plain HTTP from WebSocket, and what may connect from what may not.</summary>
    /// <param name="bytes">The head of the request.</param>
    /// <param name="peer">Who is at the other end of the connection.</param>
    /// <param name="environment">What is served, and to whom.</param>
    public static HandshakeOutcome Decide(ReadOnlySpan<byte> bytes, Peer peer, ConnectionEnvironment environment)
    {
        if (!RequestHead.TryParse(bytes, out var head, out var refusal))
        {
            return new HandshakeOutcome.Refused(refusal);
        }

        if (!head.AsksForWebSocket && LeavesPlainHttp(head, environment.Endpoints))
        {
            return HandshakeOutcome.PlainHttp.Instance;
        }

        return UpgradeRequestReader.TryRead(head, out var request, out refusal)
            ? Route(request, Resolve(peer, head, environment.Proxies), environment)
            : new HandshakeOutcome.Refused(refusal);
    }

    private static Peer Resolve(Peer peer, in RequestHead head, TrustedProxies proxies) =>
        proxies.Trusts(peer) ? proxies.Resolve(peer, ForwardingFields.Of(head)) : peer;

    private static bool LeavesPlainHttp(in RequestHead head, EndpointTable endpoints) =>
        !endpoints.TryFind(Encoding.ASCII.GetString(head.Path), out var endpoint, out _) || endpoint.LeavesPlainHttp;

    private static HandshakeOutcome Route(UpgradeRequest request, Peer peer, ConnectionEnvironment environment)
    {
        if (!environment.Origins.Allows(request.Origin, peer, request.Host))
        {
            return new HandshakeOutcome.Refused(UpgradeRefusal.OriginNotAllowed);
        }

        if (!environment.Endpoints.TryFind(request.Path, out var endpoint, out var form))
        {
            return new HandshakeOutcome.Refused(UpgradeRefusal.UnknownPath);
        }

        return endpoint.Open(request.Path, request.Query) switch
        {
            Opening.Accepted opening => new HandshakeOutcome.Accepted(
                request, endpoint.ChooseSubprotocol(request.Subprotocols), form, opening),
            Opening.InvalidTopic wrong => new HandshakeOutcome.Refused(UpgradeRefusal.InvalidTopic, wrong.Detail),
            Opening.InvalidQuery wrong => new HandshakeOutcome.Refused(UpgradeRefusal.InvalidQuery, wrong.Detail),
            var other => throw new UnreachableException(other.GetType().Name),
        };
    }
}

using System.Diagnostics;
using System.Text;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;
using WsBroker.Protocols;
using WsBroker.WebSockets;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Connections;

/// <summary>Decides on a request whose head is whole (RFC 6455 §4.2).</summary>
internal static class Handshake
{
    /// <summary>Tells plain HTTP from WebSocket, and what may connect from what may not.</summary>
    /// <param name="received">All bytes so far.</param>
    /// <param name="headLength">How many of them are the head of the request.</param>
    /// <param name="peer">Who is at the other end of the connection.</param>
    /// <param name="seat">The connection's, which may be one that only lets it be told no.</param>
    /// <param name="environment">What is served, and to whom.</param>
    public static HandshakeOutcome Decide(
        ReadOnlySpan<byte> received, int headLength, Peer peer, Seat seat, ConnectionEnvironment environment)
    {
        if (!RequestHead.TryParse(received[..headLength], out var head, out var refusal))
        {
            return new HandshakeOutcome.Refused(refusal);
        }

        peer = Resolve(peer, head, environment.Proxies);
        var outcome = head.AsksForWebSocket || environment.Dialects.Recognises(head) || !LeavesPlainHttp(head, environment.Endpoints)
            ? Admit(Decide(head, received[headLength..], peer, environment), peer, seat, environment.Sessions)
            : AdmitHttp(seat);
        return outcome is HandshakeOutcome.Refused refused
            ? refused with { Peer = peer, HasBody = !head.Method.SequenceEqual("HEAD"u8) }
            : outcome;
    }

    private static HandshakeOutcome Decide(
        in RequestHead head, ReadOnlySpan<byte> rest, Peer peer, ConnectionEnvironment environment)
    {
        var dialect = environment.Dialects.Find(head);
        if (rest.Length < dialect.TailLength)
        {
            return HandshakeOutcome.NeedsMore.Instance;
        }

        return dialect.TryRead(head, rest[..dialect.TailLength], out var request, out var refusal)
            ? Route(dialect, request, peer, environment)
            : new HandshakeOutcome.Refused(refusal);
    }

    private static Peer Resolve(Peer peer, in RequestHead head, TrustedProxies proxies) =>
        proxies.Trusts(peer) ? proxies.Resolve(peer, ForwardingFields.Of(head)) : peer;

    // Only who would be let in is counted
    private static HandshakeOutcome Admit(HandshakeOutcome outcome, Peer peer, Seat seat, SessionEnvironment sessions)
    {
        if (outcome is not HandshakeOutcome.Accepted accepted)
        {
            return outcome;
        }

        var refusal = seat.RefusalOr(Count(accepted, peer, seat));
        if (refusal is not UpgradeRefusal.None)
        {
            return new HandshakeOutcome.Refused(refusal);
        }

        var wait = sessions.TakeSubscriptions(accepted.Identity, seat, accepted.Opening.Wanted.Count);
        return wait == TimeSpan.Zero ? outcome : new HandshakeOutcome.Refused(UpgradeRefusal.TooManySubscriptions) { RetryAfter = wait };
    }

    private static UpgradeRefusal Count(HandshakeOutcome.Accepted accepted, Peer peer, Seat seat)
    {
        var refusal = seat.Count(peer.Address);
        if (refusal is not UpgradeRefusal.None || accepted.Identity is not { } identity)
        {
            return refusal;
        }

        var refused = seat.Count(identity.User);
        return refused is null ? UpgradeRefusal.None
            : refused is ErrorCode.RateExceeded ? UpgradeRefusal.TooManyConnects
            : UpgradeRefusal.TooManyOfUser;
    }

    private static HandshakeOutcome AdmitHttp(Seat seat) => seat.TryBecomeHttp()
        ? HandshakeOutcome.PlainHttp.Instance
        : new HandshakeOutcome.Refused(seat.RefusalOr(UpgradeRefusal.TooManyConnections));

    private static bool LeavesPlainHttp(in RequestHead head, EndpointTable endpoints) =>
        !endpoints.TryFind(Encoding.ASCII.GetString(head.Path), out var endpoint) || endpoint.LeavesPlainHttp;

    // Pages that read from their own origin do not say so; those that ask for a WebSocket always do
    private static UpgradeRefusal CheckPage(Dialect dialect, UpgradeRequest request, Peer peer, OriginPolicy origins) =>
        dialect.IsOneWay && request.Origin is null && !origins.IsOurs(peer, request.Host)
            ? UpgradeRefusal.HostNotAllowed
            : origins.Check(request.Origin, peer, request.Host);

    private static HandshakeOutcome Route(
        Dialect dialect, UpgradeRequest request, Peer peer, ConnectionEnvironment environment)
    {
        var foreign = CheckPage(dialect, request, peer, environment.Origins);
        if (foreign is not UpgradeRefusal.None)
        {
            return new HandshakeOutcome.Refused(foreign);
        }

        if (!environment.Endpoints.TryFind(request.Path, out var endpoint) || endpoint.IsOneWay != dialect.IsOneWay)
        {
            return new HandshakeOutcome.Refused(UpgradeRefusal.UnknownPath);
        }

        var refusal = Identification.Read(request, peer, endpoint, environment, out var identity);
        if (refusal is not UpgradeRefusal.None)
        {
            return new HandshakeOutcome.Refused(refusal);
        }

        return endpoint.Open(request.Path, request.Query) switch
        {
            Opening.Accepted opening when opening.Wanted.Any(filter => !environment.Sessions.MaySubscribe(identity, filter)) =>
                new HandshakeOutcome.Refused(UpgradeRefusal.TopicNotAllowed),
            Opening.Accepted opening => new HandshakeOutcome.Accepted(
                dialect,
                request,
                peer.Scheme is Peer.Https,
                endpoint.ChooseSubprotocol(request.Subprotocols),
                environment.Endpoints.FormsOf(endpoint, dialect),
                opening,
                identity),
            Opening.InvalidTopic wrong => new HandshakeOutcome.Refused(UpgradeRefusal.InvalidTopic, wrong.Detail),
            Opening.InvalidQuery wrong => new HandshakeOutcome.Refused(UpgradeRefusal.InvalidQuery, wrong.Detail),
            var other => throw new UnreachableException(other.GetType().Name),
        };
    }
}

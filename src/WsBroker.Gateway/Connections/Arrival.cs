using System.Buffers;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.ProxyProtocol;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Connections;

/// <summary>The beginning of a connection, until it is known what becomes of it: perhaps a proxy's header, then a request's head.</summary>
/// <param name="peer">Who is at the other end.</param>
/// <param name="seat">The connection's.</param>
/// <param name="environment">What connections share.</param>
internal sealed class Arrival(Peer peer, Seat seat, ConnectionEnvironment environment)
{
    private readonly ReceivedHead _head = new(environment.Head);
    private ReceivedProxyHeader? _introduction =
        environment.HasProxyProtocol && environment.Proxies.Trusts(peer) ? new ReceivedProxyHeader() : null;

    /// <summary>Who is at the other end, or whom a proxy's header names.</summary>
    public Peer Peer { get; private set; } = peer;

    /// <summary>Adds bytes that have arrived.</summary>
    /// <param name="arrived">The new bytes.</param>
    /// <param name="rest">
    /// What is left to whoever goes on: what followed the head; for plain HTTP all of the request so far. May be <paramref name="arrived"/>.
    /// </param>
    /// <returns>What becomes of the connection, or null if more bytes are needed.</returns>
    public HandshakeOutcome? Hear(Span<byte> arrived, out Span<byte> rest)
    {
        rest = [];
        if (_introduction is null)
        {
            return HearHead(arrived, ref rest);
        }

        switch (_introduction.Add(arrived, out var header, out var request))
        {
            case OperationStatus.Done:
                _introduction = null;
                Peer = header.Introduce(Peer);
                return CountPeer() ?? (request.IsEmpty ? null : HearHead(request, ref rest));
            case OperationStatus.NeedMoreData:
                return null;
            default:
                return Refuse(UpgradeRefusal.ProxyHeaderMalformed);
        }
    }

    // Behind it may be another proxy, which tells in the request for whom it speaks
    private HandshakeOutcome.Refused? CountPeer()
    {
        var refusal = environment.Proxies.Trusts(Peer) ? UpgradeRefusal.None : seat.Count(Peer.Address);
        return refusal is UpgradeRefusal.None ? null : Refuse(refusal);
    }

    private HandshakeOutcome? HearHead(Span<byte> arrived, ref Span<byte> rest)
    {
        switch (_head.Add(arrived, out var all, out var headLength, out var refusal))
        {
            case OperationStatus.Done:
                return Decide(all, headLength, ref rest);
            case OperationStatus.NeedMoreData:
                return null;
            default:
                return Refuse(refusal);
        }
    }

    private HandshakeOutcome? Decide(Span<byte> all, int headLength, ref Span<byte> rest)
    {
        var outcome = Handshake.Decide(all, headLength, Peer, seat, environment);
        switch (outcome)
        {
            case HandshakeOutcome.NeedsMore:
                _head.AwaitMore(all, headLength);
                return null;
            case HandshakeOutcome.Accepted accepted:
                rest = all[(headLength + accepted.Dialect.TailLength)..];
                return outcome;
            default:
                rest = all;
                return outcome;
        }
    }

    private HandshakeOutcome.Refused Refuse(UpgradeRefusal refusal) => new(refusal, Peer: Peer);
}

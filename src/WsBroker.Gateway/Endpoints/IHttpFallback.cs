using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Endpoints;

/// <summary>Who serves the requests on our port that are no WebSockets.</summary>
public interface IHttpFallback
{
    /// <summary>Takes a connection over, with what has been received on it.</summary>
    /// <param name="transport">Asked nothing more by us.</param>
    /// <param name="peer">Who is at the other end.</param>
    /// <param name="seat">The connection's; whoever takes the connection leaves it in the end.</param>
    /// <param name="received">All bytes so far; not kept.</param>
    /// <returns>Whether it was taken; if not, it is still ours.</returns>
    bool TryTake(ITransport transport, Peer peer, Seat seat, ReadOnlySpan<byte> received);
}

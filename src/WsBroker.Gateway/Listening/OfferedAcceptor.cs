using System.Net;
using WsBroker.Actors;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Listening;

/// <summary>A door without a socket: connections that somebody else has accepted, an HTTP server say, are offered here.</summary>
/// <remarks>They come as they come: their number is bounded by whoever accepts them, and not by who asks for the next.</remarks>
/// <param name="endPoint">Where clients connect to.</param>
public sealed class OfferedAcceptor(EndPoint endPoint) : IAcceptor
{
    private volatile ActorRef<ListenerMessage>? _owner;

    /// <inheritdoc/>
    public EndPoint EndPoint => endPoint;

    /// <inheritdoc/>
    public bool IsBare => false;

    /// <inheritdoc/>
    public void Attach(ActorRef<ListenerMessage> owner) => _owner = owner;

    /// <inheritdoc/>
    public void AcceptNext()
    {
        // They are told without being asked for
    }

    /// <inheritdoc/>
    public void Close() => _owner = null;

    /// <summary>Offers a connection. Thread-safe.</summary>
    /// <param name="transport">The connection.</param>
    /// <param name="seat">Its seat, if it has one already.</param>
    /// <returns>Whether it was taken; if not, nobody is there to take it, and it is still the caller's.</returns>
    public bool TryOffer(ITransport transport, Seat? seat = null)
    {
        var owner = _owner;
        owner?.Tell(new ListenerMessage.Accepted(transport, seat));
        return owner is not null;
    }
}

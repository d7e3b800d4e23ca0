using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;

namespace WsBroker.TestKit;

/// <summary>Remembers the connections that are handed to HTTP, or takes none.</summary>
public sealed class RecordingHttp : IHttpFallback
{
    private readonly List<byte[]> _taken = [];
    private readonly List<Seat> _seats = [];
    private readonly List<Peer> _peers = [];

    /// <summary>Whether it takes connections.</summary>
    public bool IsWilling { get; set; }

    /// <summary>What had been received on each connection that it took.</summary>
    public IReadOnlyList<byte[]> Taken => _taken;

    /// <summary>Who was at the other end of each.</summary>
    public IReadOnlyList<Peer> Peers => _peers;

    /// <summary>The seats of the connections that it took.</summary>
    public IReadOnlyList<Seat> Seats => _seats;

    /// <inheritdoc/>
    public bool TryTake(ITransport transport, Peer peer, Seat seat, ReadOnlySpan<byte> received)
    {
        if (IsWilling)
        {
            _taken.Add(received.ToArray());
            _seats.Add(seat);
            _peers.Add(peer);
        }

        return IsWilling;
    }
}

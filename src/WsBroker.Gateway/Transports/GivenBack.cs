using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Transports;

/// <summary>A connection that is for another than the gateway.</summary>
/// <param name="Peer">Who is at the other end.</param>
/// <param name="Seat">The connection's; whoever goes on with the connection leaves it in the end.</param>
/// <param name="Received">All that has been received.</param>
public sealed record GivenBack(Peer Peer, Seat Seat, ReadOnlyMemory<byte> Received);

using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Connections;

/// <summary>Receiving into the buffer of the turn.</summary>
internal static class Reception
{
    /// <summary>Takes what has arrived, which may be nothing.</summary>
    /// <param name="transport">The connection.</param>
    /// <param name="arrived">Bytes of the turn, gone with the next reception.</param>
    /// <returns>False when the peer has ended its side.</returns>
    public static bool TryReceive(this ITransport transport, out Span<byte> arrived)
    {
        var buffer = ScratchBuffers.Received;
        var status = transport.Receive(buffer, out var received);
        arrived = buffer.AsSpan(0, received);
        return status is not TransferStatus.Ended;
    }
}

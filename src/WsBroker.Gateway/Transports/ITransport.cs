using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Transports;

/// <summary>A connection as bytes both ways, without ever blocking: a socket, a pipe, or memory.</summary>
/// <remarks>
/// Called in its owner's turns only. What takes time comes back to the owner as a <see cref="Connections.ConnectionMessage"/>.
/// While nothing is on its way in either direction, a transport holds no buffer.
/// </remarks>
public interface ITransport
{
    /// <summary>Who is at the other end of the connection itself, whoever that may speak for.</summary>
    Peer Peer { get; }

    /// <summary>Says whom to tell. Comes first, and once.</summary>
    void Attach(ActorRef<SessionMessage> owner);

    /// <summary>Takes bytes that have arrived.</summary>
    /// <param name="buffer">Filled from its start; not kept. At least one byte.</param>
    /// <param name="received">How many bytes were filled.</param>
    TransferStatus Receive(Span<byte> buffer, out int received);

    /// <summary>
    /// Tells <see cref="Connections.ConnectionMessage.Readable"/> once, when <see cref="Receive"/> would no longer answer
    /// <see cref="TransferStatus.WouldBlock"/>. Not asked again before it was told.
    /// </summary>
    void NotifyReadable();

    /// <summary>Sends as much as goes without waiting.</summary>
    /// <param name="bytes">Not kept.</param>
    /// <param name="sent">How many of them went, which may be some even when the rest would block.</param>
    TransferStatus Send(ReadOnlySpan<byte> bytes, out int sent);

    /// <summary>
    /// Sends all of the bytes when there is room, and tells <see cref="Connections.ConnectionMessage.Sent"/> then, or
    /// <see cref="Connections.ConnectionMessage.Broken"/>. Nothing else is sent before.
    /// </summary>
    /// <param name="bytes">Not written to by anybody until then.</param>
    void SendLater(ReadOnlyMemory<byte> bytes);

    /// <summary>
    /// Tries again what was left to be sent later. For who has waited long: a kernel may tell of room only when there is much of it.
    /// </summary>
    void TryAgain()
    {
        // Most transports are told of any room
    }

    /// <summary>Tells the peer that nothing more will be sent. Receiving goes on.</summary>
    void EndSending();

    /// <summary>Ends the connection and frees all that it holds. May be called again.</summary>
    void Close();
}

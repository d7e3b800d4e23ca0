using System.Buffers;
using WsBroker.Broker.Sessions;

namespace WsBroker.Protocols;

/// <summary>One client's conversation: WebSocket messages into commands for its session, events into messages.</summary>
/// <remarks>
/// Belongs to one connection's actor. A call that leaves bytes in <c>answer</c> has written one whole text message.
/// Deliveries don't come here: they are encoded by the protocol's <see cref="MessageForm"/>, once for all subscribers.
/// </remarks>
public abstract class ClientProtocol
{
    /// <summary>Changes for this client alone what is delivered; null, as for most, if it is sent as it comes.</summary>
    public virtual DeliveryRewriter? Rewriter => null;

    /// <summary>The connection is open.</summary>
    /// <param name="answer">Takes what the client is told first, if anything.</param>
    public virtual Verdict Open(IBufferWriter<byte> answer) => Verdict.GoOn;

    /// <summary>A message has come from the client.</summary>
    /// <param name="isBinary">Whether it is binary; text is valid UTF-8.</param>
    /// <param name="message">Its bytes, valid during the call.</param>
    /// <param name="answer">Takes the answer, if there is one now.</param>
    public abstract Verdict Receive(bool isBinary, ReadOnlySpan<byte> message, IBufferWriter<byte> answer);

    /// <summary>The broker has news for the client.</summary>
    /// <param name="news">Any event but a delivery.</param>
    /// <param name="answer">Takes the message that tells the client, if it is to be told.</param>
    public abstract Verdict Tell(SessionEvent news, IBufferWriter<byte> answer);
}

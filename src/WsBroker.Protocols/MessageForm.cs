using System.Buffers;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;

namespace WsBroker.Protocols;

/// <summary>How one client protocol puts a publication into a WebSocket message.</summary>
/// <remarks>Stateless, called on any thread. The gateway frames what it writes, once for all subscribers of the form.</remarks>
public abstract class MessageForm
{
    /// <summary>Whether the message is a binary one; otherwise it is text.</summary>
    public abstract bool IsBinary(PayloadKind kind);

    /// <summary>Appends the whole message.</summary>
    public abstract void Write(Publication publication, IBufferWriter<byte> output);

    /// <summary>Appends the whole text message that tells who comes and goes: nothing, unless the protocol has words for it.</summary>
    public virtual void Write(PresenceNews news, IBufferWriter<byte> output)
    {
    }
}

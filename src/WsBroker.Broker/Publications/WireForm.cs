using System.Buffers;
using WsBroker.Broker.Presence;

namespace WsBroker.Broker.Publications;

/// <summary>How publications look on the wire to one kind of subscriber: its client protocol, framing included.</summary>
/// <remarks>
/// A publication is encoded once per form and its bytes are shared by all subscribers of that form, so an instance is
/// made once and compared by reference. Called on any thread; implementations hold no state.
/// </remarks>
public abstract class WireForm
{
    /// <summary>The form for topics whose publications are not compressed: this one, unless it compresses.</summary>
    public virtual WireForm Uncompressed => this;

    /// <summary>Appends the publication's bytes; what several calls append follows each other on the wire.</summary>
    public abstract void Write(Publication publication, IBufferWriter<byte> output);

    /// <summary>Appends what the client protocol tells of who comes and goes: nothing, unless it has words for it.</summary>
    public virtual void Write(PresenceNews news, IBufferWriter<byte> output)
    {
    }
}

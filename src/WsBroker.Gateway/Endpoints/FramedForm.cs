using System.Buffers;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Protocols;
using WsBroker.WebSockets;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Endpoints;

/// <summary>A client protocol's message for a publication, as a dialect puts it on the wire.</summary>
internal sealed class FramedForm(MessageForm form, Dialect dialect) : WireForm
{
    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output)
    {
        var message = MessageScratch.Write(form, publication, out var opcode);
        dialect.WriteMessage(output, opcode is Opcode.Binary, message);
    }

    /// <inheritdoc/>
    public override void Write(PresenceNews news, IBufferWriter<byte> output)
    {
        var message = new ArrayBufferWriter<byte>();
        form.Write(news, message);
        if (message.WrittenCount > 0)
        {
            dialect.WriteMessage(output, isBinary: false, message.WrittenSpan);
        }
    }
}

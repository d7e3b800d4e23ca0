using System.Buffers;
using WsBroker.Broker.Publications;
using WsBroker.Protocols;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Endpoints;

/// <summary>A client protocol's message for a publication, in one unmasked frame.</summary>
internal sealed class FramedForm(MessageForm form) : WireForm
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _message;

    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output)
    {
        // Not after its use: an encoding that throws must leave nothing behind for the next one on this thread
        var message = _message ??= new ArrayBufferWriter<byte>();
        message.ResetWrittenCount();
        form.Write(publication, message);
        var opcode = form.IsBinary(publication.Content.Kind) ? Opcode.Binary : Opcode.Text;
        FrameWriter.Write(output, opcode, message.WrittenSpan);
        if (message.Capacity > publication.Content.Size * 4 && message.Capacity > 1024 * 1024)
        {
            _message = null;
        }
    }
}

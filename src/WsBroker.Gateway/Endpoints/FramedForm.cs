using System.Buffers;
using WsBroker.Broker.Publications;
using WsBroker.Protocols;
using WsBroker.WebSockets;

namespace WsBroker.Gateway.Endpoints;

/// <summary>A client protocol's message for a publication, as a dialect puts it on the wire.</summary>
internal sealed class FramedForm(MessageForm form, Dialect dialect) : WireForm
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
        dialect.WriteMessage(output, form.IsBinary(publication.Content.Kind), message.WrittenSpan);
        if (message.Capacity > publication.Content.Size * 4 && message.Capacity > 1024 * 1024)
        {
            _message = null;
        }
    }
}

using System.Buffers;
using WsBroker.Broker.Publications;
using WsBroker.Protocols;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Endpoints;

/// <summary>Where a message is written before it is framed: one buffer for each thread.</summary>
internal static class MessageScratch
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _message;

    /// <summary>Writes a publication's message.</summary>
    /// <param name="form">How.</param>
    /// <param name="publication">What.</param>
    /// <param name="opcode">The kind of message that came of it.</param>
    /// <returns>The message, valid until the next on this thread.</returns>
    public static ReadOnlySpan<byte> Write(MessageForm form, Publication publication, out Opcode opcode)
    {
        // Not after its use: an encoding that throws must leave nothing behind for the next one on this thread
        var message = _message ??= new ArrayBufferWriter<byte>();
        message.ResetWrittenCount();
        form.Write(publication, message);
        opcode = form.IsBinary(publication.Content.Kind) ? Opcode.Binary : Opcode.Text;
        if (message.Capacity > publication.Content.Size * 4 && message.Capacity > 1024 * 1024)
        {
            _message = null;
        }

        return message.WrittenSpan;
    }
}

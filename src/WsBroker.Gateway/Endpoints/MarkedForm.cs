using System.Buffers;
using WsBroker.Broker.Publications;
using WsBroker.Protocols;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Endpoints;

/// <summary>
/// A client protocol's message for a publication, in one unmasked frame whose RSV1 says that the connection compresses it
/// before it is sent.
/// </summary>
internal sealed class MarkedForm(MessageForm form, WireForm plain) : WireForm
{
    /// <inheritdoc/>
    public override WireForm Uncompressed => plain;

    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output)
    {
        var message = MessageScratch.Write(form, publication, out var opcode);
        FrameWriter.Write(output, opcode, message, rsv1: true);
    }
}

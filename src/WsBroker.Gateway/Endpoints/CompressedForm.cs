using System.Buffers;
using WsBroker.Broker.Publications;
using WsBroker.Gateway.Compression;
using WsBroker.Protocols;

namespace WsBroker.Gateway.Endpoints;

/// <summary>A client protocol's message for a publication, in one unmasked frame, compressed by itself where that pays.</summary>
internal sealed class CompressedForm(MessageForm form, WireForm plain, MessageFramer framer) : WireForm
{
    /// <inheritdoc/>
    public override WireForm Uncompressed => plain;

    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output)
    {
        var message = MessageScratch.Write(form, publication, out var opcode);
        framer.Write(output, opcode, message);
    }
}

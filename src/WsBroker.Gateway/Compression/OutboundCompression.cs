using System.Buffers;
using WsBroker.Broker.Publications;
using WsBroker.Gateway.Endpoints;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Compression;

/// <summary>How what one client is sent is compressed.</summary>
internal abstract class OutboundCompression : IDisposable
{
    private OutboundCompression()
    {
    }

    /// <summary>How publications are encoded for the client.</summary>
    public abstract WireForm FormOf(EndpointForms forms);

    /// <summary>Compresses what the client is delivered, which is only marked for it; null if it comes as it is to be sent.</summary>
    public abstract ContextFramer? Rewriter { get; }

    /// <summary>Appends a message for this client alone, in one frame.</summary>
    public abstract void Write(IBufferWriter<byte> output, Opcode opcode, ReadOnlySpan<byte> message);

    /// <summary>Gives back what is held for the client, as often as it is called.</summary>
    public abstract void Dispose();

    /// <summary>Each message by itself: encoded once for all clients of the same window.</summary>
    internal sealed class PerMessage(MessageFramer framer) : OutboundCompression
    {
        /// <inheritdoc/>
        public override WireForm FormOf(EndpointForms forms) => forms.Compressed(framer);

        /// <inheritdoc/>
        public override ContextFramer? Rewriter => null;

        /// <inheritdoc/>
        public override void Write(IBufferWriter<byte> output, Opcode opcode, ReadOnlySpan<byte> message) =>
            framer.Write(output, opcode, message);

        /// <inheritdoc/>
        public override void Dispose()
        {
            // Shared by all
        }
    }

    /// <summary>With context takeover: encoded once, compressed for each client.</summary>
    internal sealed class WithContext(ContextFramer framer) : OutboundCompression
    {
        /// <inheritdoc/>
        public override WireForm FormOf(EndpointForms forms) => forms.Marked;

        /// <inheritdoc/>
        public override ContextFramer Rewriter => framer;

        /// <inheritdoc/>
        public override void Write(IBufferWriter<byte> output, Opcode opcode, ReadOnlySpan<byte> message) =>
            framer.Write(output, opcode, message);

        /// <inheritdoc/>
        public override void Dispose() => framer.Dispose();
    }
}

using System.Buffers;
using System.Diagnostics;
using WsBroker.Protocols;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Compression;

/// <summary>Puts one client's messages into unmasked frames, compressed with what it was sent before.</summary>
/// <remarks>Belongs to one connection's actor. The context is made with the first message that is compressed.</remarks>
/// <param name="windowBits">The window that was agreed on.</param>
/// <param name="options">Level and threshold.</param>
/// <param name="metrics">Counts.</param>
/// <param name="budget">Gets back what was taken from it for the context.</param>
internal sealed class ContextFramer(
    int windowBits, CompressionOptions options, GatewayMetrics metrics, ContextBudget budget) : DeliveryRewriter, IDisposable
{
    private Deflater? _context;
    private MessageFramer? _framer;
    private bool _isDisposed;

    /// <summary>Appends one message in one frame.</summary>
    public void Write(IBufferWriter<byte> output, Opcode opcode, ReadOnlySpan<byte> message)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _framer ??= new MessageFramer(TryDeflate, options.ThresholdBytes, metrics);
        _framer.Write(output, opcode, message);
    }

    /// <summary>Compresses, of frames that many clients share, those that are marked for it.</summary>
    public override ReadOnlyMemory<byte> Rewrite(ReadOnlySpan<byte> delivered)
    {
        var frames = delivered;
        var output = new ArrayBufferWriter<byte>(frames.Length);
        while (!frames.IsEmpty)
        {
            var status = FrameReader.TryReadHeader(frames, PeerRole.Client, out var header, out var headerLength, out _);
            Debug.Assert(status is OperationStatus.Done, "our own frames");
            var length = headerLength + (int)header.PayloadLength;
            if (header.Rsv1)
            {
                Write(output, header.Opcode, frames[headerLength..length]);
            }
            else
            {
                output.Write(frames[..length]);
            }

            frames = frames[length..];
        }

        return output.WrittenMemory;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _context?.Dispose();
            budget.Return(Deflater.ContextBytes);
        }
    }

    private bool TryDeflate(ReadOnlySpan<byte> message, Span<byte> room, out int length)
    {
        _context ??= new Deflater(options.Level, windowBits, keepsContext: true);
        return _context.TryDeflate(message, room, out length);
    }
}

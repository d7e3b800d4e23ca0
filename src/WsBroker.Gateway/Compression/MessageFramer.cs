using System.Buffers;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Compression;

/// <summary>Puts messages into unmasked frames, compressed where that pays. As thread-safe as what compresses them.</summary>
/// <remarks>One for each window, so that clients which agreed on the same get the same bytes.</remarks>
/// <param name="tryDeflate">Compresses.</param>
/// <param name="threshold">Shorter messages are not compressed.</param>
/// <param name="metrics">Counts.</param>
internal sealed class MessageFramer(Deflation tryDeflate, int threshold, GatewayMetrics metrics)
{
    /// <summary>Appends one message in one frame.</summary>
    public void Write(IBufferWriter<byte> output, Opcode opcode, ReadOnlySpan<byte> message)
    {
        if (message.Length < threshold)
        {
            FrameWriter.Write(output, opcode, message);
            return;
        }

        var room = ArrayPool<byte>.Shared.Rent(Deflater.RoomFor(message.Length));
        var isSmaller = tryDeflate(message, room, out var length);
        if (isSmaller)
        {
            metrics.MessageDeflated(message.Length, length);
        }

        FrameWriter.Write(output, opcode, isSmaller ? room.AsSpan(0, length) : message, rsv1: isSmaller);
        ArrayPool<byte>.Shared.Return(room);
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;

namespace WsBroker.WebSockets.Messages;

/// <summary>The bytes of a frame header whose rest has not arrived.</summary>
internal struct PartialHeader
{
    private HeaderBytes _bytes;
    private byte _count;

    /// <summary>Whether no byte is kept.</summary>
    public readonly bool IsEmpty => _count == 0;

    /// <summary>Reads a header that begins with the bytes kept, and takes from the input what belongs to it.</summary>
    /// <returns>
    /// As <see cref="FrameReader.TryReadHeader"/>; when more is needed, the input is used up and kept.
    /// </returns>
    public OperationStatus TryRead(
        ref Span<byte> input, PeerRole role, out FrameHeader header, out ProtocolViolation violation)
    {
        Span<byte> bytes = _bytes;
        var taken = Math.Min(FrameReader.MaxHeaderLength - _count, input.Length);
        input[..taken].CopyTo(bytes[_count..]);
        var status = FrameReader.TryReadHeader(
            bytes[..(_count + taken)], role, out header, out var headerLength, out violation);
        if (status is OperationStatus.NeedMoreData)
        {
            _count += (byte)taken;
            input = input[taken..];
        }
        else if (status is OperationStatus.Done)
        {
            input = input[(headerLength - _count)..];
            _count = 0;
        }

        return status;
    }

    [InlineArray(FrameReader.MaxHeaderLength)]
    private struct HeaderBytes
    {
        private byte _first;
    }
}

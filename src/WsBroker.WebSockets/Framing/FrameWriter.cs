using System.Buffers;
using System.Buffers.Binary;

namespace WsBroker.WebSockets.Framing;

/// <summary>Writes frames (RFC 6455 §5.2), their length always in the shortest form.</summary>
/// <remarks>
/// No state. A server writes with <see cref="Write"/> and <see cref="WriteHeader"/>, a client with
/// <see cref="WriteMasked"/> and <see cref="WriteMaskedHeader"/>. What a control frame may be (RFC 6455 §5.5) is the
/// caller's to keep; what breaks it throws <see cref="ArgumentException"/>.
/// </remarks>
public static class FrameWriter
{
    private const byte FinBit = 0x80;
    private const byte Rsv1Bit = 0x40;
    private const byte ControlBit = 0x08;
    private const byte MaskBit = 0x80;
    private const byte ShortLength = 126;
    private const byte LongLength = 127;

    /// <summary>How many bytes the header of a frame takes.</summary>
    /// <param name="payloadLength">The payload's length in bytes, not negative.</param>
    /// <param name="masked">Whether the header bears a masking key.</param>
    /// <returns>2 to <see cref="FrameReader.MaxHeaderLength"/>.</returns>
    public static int HeaderLength(long payloadLength, bool masked = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        var length = payloadLength switch
        {
            < ShortLength => 2,
            <= ushort.MaxValue => 2 + sizeof(ushort),
            _ => 2 + sizeof(ulong),
        };
        return masked ? length + sizeof(uint) : length;
    }

    /// <summary>Writes the header of a server's frame, which is not masked.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/> bytes.</param>
    /// <param name="opcode">What the frame is for.</param>
    /// <param name="payloadLength">The length of the payload that will follow, in bytes.</param>
    /// <param name="fin">Whether the frame is the last of its message.</param>
    /// <param name="rsv1">Whether it begins a compressed message (RFC 7692 §6); never so for a control frame.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException">
    /// The destination is too short, or a control frame too long, compressed or not final.
    /// </exception>
    public static int WriteHeader(
        Span<byte> destination, Opcode opcode, long payloadLength, bool fin = true, bool rsv1 = false) =>
        WriteLength(destination, FirstByte(opcode, fin, rsv1), payloadLength, maskBit: 0);

    /// <summary>Writes the header of a client's frame; the payload that follows is for the caller to mask.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/> bytes.</param>
    /// <param name="opcode">What the frame is for.</param>
    /// <param name="payloadLength">The length of the payload that will follow, in bytes.</param>
    /// <param name="maskingKey">
    /// A key that nobody can foresee (RFC 6455 §5.3), its first byte on the wire highest.
    /// </param>
    /// <param name="fin">Whether the frame is the last of its message.</param>
    /// <param name="rsv1">Whether it begins a compressed message (RFC 7692 §6); never so for a control frame.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException">
    /// The destination is too short, or a control frame too long, compressed or not final.
    /// </exception>
    public static int WriteMaskedHeader(
        Span<byte> destination, Opcode opcode, long payloadLength, uint maskingKey, bool fin = true, bool rsv1 = false)
    {
        var written = WriteLength(destination, FirstByte(opcode, fin, rsv1), payloadLength, MaskBit);
        BinaryPrimitives.WriteUInt32BigEndian(destination[written..], maskingKey);
        return written + sizeof(uint);
    }

    /// <summary>Writes a whole server's frame; <paramref name="payload"/> is copied.</summary>
    public static void Write(
        IBufferWriter<byte> output, Opcode opcode, ReadOnlySpan<byte> payload, bool fin = true, bool rsv1 = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        var destination = output.GetSpan(HeaderLength(payload.Length) + payload.Length);
        var written = WriteHeader(destination, opcode, payload.Length, fin, rsv1);
        payload.CopyTo(destination[written..]);
        output.Advance(written + payload.Length);
    }

    /// <summary>Writes a whole client's frame; <paramref name="payload"/> is copied and the copy masked.</summary>
    public static void WriteMasked(
        IBufferWriter<byte> output,
        Opcode opcode,
        ReadOnlySpan<byte> payload,
        uint maskingKey,
        bool fin = true,
        bool rsv1 = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        var destination = output.GetSpan(HeaderLength(payload.Length, masked: true) + payload.Length);
        var written = WriteMaskedHeader(destination, opcode, payload.Length, maskingKey, fin, rsv1);
        payload.CopyTo(destination[written..]);
        Masking.Apply(destination.Slice(written, payload.Length), maskingKey);
        output.Advance(written + payload.Length);
    }

    private static byte FirstByte(Opcode opcode, bool fin, bool rsv1) =>
        opcode >= Opcode.Close && (!fin || rsv1)
            ? throw new ArgumentException("A control frame is final and not compressed.", nameof(opcode))
            : (byte)((byte)opcode | (fin ? FinBit : 0) | (rsv1 ? Rsv1Bit : 0));

    private static int WriteLength(Span<byte> destination, byte first, long payloadLength, byte maskBit)
    {
        if ((first & ControlBit) != 0 && payloadLength > FrameReader.MaxControlPayload)
        {
            throw new ArgumentException("A control frame bears at most 125 bytes.", nameof(payloadLength));
        }

        var length = HeaderLength(payloadLength);
        destination[0] = first;
        switch (length)
        {
            case 2:
                destination[1] = (byte)(maskBit | (byte)payloadLength);
                break;
            case 2 + sizeof(ushort):
                destination[1] = (byte)(maskBit | ShortLength);
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                break;
            default:
                destination[1] = (byte)(maskBit | LongLength);
                BinaryPrimitives.WriteInt64BigEndian(destination[2..], payloadLength);
                break;
        }

        return length;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using WsBroker.WebSockets.Closing;

namespace WsBroker.WebSockets.Framing;

/// <summary>Reads frame headers (RFC 6455 §5.2) out of bytes that have already arrived.</summary>
/// <remarks>No I/O, no clock, no state: the same bytes give the same answer however the network split them.</remarks>
public static class FrameReader
{
    /// <summary>The longest payload of a control frame, in bytes (RFC 6455 §5.5).</summary>
    public const int MaxControlPayload = 125;

    /// <summary>The longest header, in bytes: two fixed, eight of length, four of masking key.</summary>
    public const int MaxHeaderLength = 14;

    private const byte FinBit = 0x80;
    private const byte Rsv1Bit = 0x40;
    private const byte ReservedBits = 0x30;
    private const byte OpcodeBits = 0x0F;
    private const byte MaskBit = 0x80;
    private const byte LengthBits = 0x7F;
    private const int ShortLength = 126;
    private const int LongLength = 127;

    // One bit for each opcode that RFC 6455 §11.8 knows: 0, 1, 2, 8, 9, 10
    private const int KnownOpcodes = 0b0111_0000_0111;

    /// <summary>Reads the header that <paramref name="input"/> begins with.</summary>
    /// <param name="input">The bytes from the first of the frame on; more may follow the header.</param>
    /// <param name="role">Which side we are.</param>
    /// <param name="header">The header, if it was read.</param>
    /// <param name="headerLength">How many bytes it took, 2 to <see cref="MaxHeaderLength"/>.</param>
    /// <param name="violation">The rule that was broken, if one was.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/>; <see cref="OperationStatus.NeedMoreData"/> while the bytes are fewer than
    /// the header; or <see cref="OperationStatus.InvalidData"/>, as soon as the bytes so far prove it.
    /// </returns>
    public static OperationStatus TryReadHeader(
        ReadOnlySpan<byte> input,
        PeerRole role,
        out FrameHeader header,
        out int headerLength,
        out ProtocolViolation violation)
    {
        header = default;
        headerLength = 0;
        violation = default;
        if (input.Length < 2)
        {
            return ReadFirstByte(input, out violation);
        }

        var reason = CheckFixedBytes(input[0], input[1], role);
        var length = reason is ViolationReason.None ? ReadLength(input, out reason) : 0;
        if (reason is not ViolationReason.None)
        {
            violation = new ProtocolViolation(CloseCode.ProtocolError, reason);
            return OperationStatus.InvalidData;
        }

        var masked = (input[1] & MaskBit) != 0;
        var keyOffset = 2 + LengthFieldBytes(input[1]);
        headerLength = keyOffset + (masked ? sizeof(uint) : 0);
        if (input.Length < headerLength)
        {
            headerLength = 0;
            return OperationStatus.NeedMoreData;
        }

        var key = masked ? BinaryPrimitives.ReadUInt32BigEndian(input[keyOffset..]) : 0;
        header = new FrameHeader(
            (input[0] & FinBit) != 0, (input[0] & Rsv1Bit) != 0, (Opcode)(input[0] & OpcodeBits), length, masked, key);
        return OperationStatus.Done;
    }

    private static OperationStatus ReadFirstByte(ReadOnlySpan<byte> input, out ProtocolViolation violation)
    {
        violation = default;
        var reason = input.IsEmpty ? ViolationReason.None : CheckFirstByte(input[0]);
        if (reason is ViolationReason.None)
        {
            return OperationStatus.NeedMoreData;
        }

        violation = new ProtocolViolation(CloseCode.ProtocolError, reason);
        return OperationStatus.InvalidData;
    }

    private static ViolationReason CheckFirstByte(byte first)
    {
        if ((first & ReservedBits) != 0)
        {
            return ViolationReason.ReservedBitSet;
        }

        var opcode = first & OpcodeBits;
        if ((KnownOpcodes >> opcode & 1) == 0)
        {
            return ViolationReason.UnknownOpcode;
        }

        return opcode >= (int)Opcode.Close && (first & FinBit) == 0
            ? ViolationReason.ControlFrameFragmented
            : ViolationReason.None;
    }

    private static ViolationReason CheckFixedBytes(byte first, byte second, PeerRole role)
    {
        var reason = CheckFirstByte(first);
        if (reason is not ViolationReason.None)
        {
            return reason;
        }

        var masked = (second & MaskBit) != 0;
        if (masked != (role is PeerRole.Server))
        {
            return masked ? ViolationReason.FrameMasked : ViolationReason.FrameNotMasked;
        }

        return (first & OpcodeBits) >= (int)Opcode.Close && (second & LengthBits) > MaxControlPayload
            ? ViolationReason.ControlFrameTooLong
            : ViolationReason.None;
    }

    private static int LengthFieldBytes(byte second) =>
        (second & LengthBits) switch
        {
            ShortLength => sizeof(ushort),
            LongLength => sizeof(ulong),
            _ => 0,
        };

    // While the length is not whole it reads as 0 and the caller finds the header too short
    private static long ReadLength(ReadOnlySpan<byte> input, out ViolationReason reason)
    {
        var length = input[1] & LengthBits;
        reason = ViolationReason.None;
        return length switch
        {
            ShortLength => ReadShortLength(input[2..], out reason),
            LongLength => ReadLongLength(input[2..], out reason),
            _ => length,
        };
    }

    private static long ReadShortLength(ReadOnlySpan<byte> field, out ViolationReason reason)
    {
        reason = ViolationReason.None;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(field, out var length))
        {
            return 0;
        }

        reason = length < ShortLength ? ViolationReason.PayloadLengthNotMinimal : ViolationReason.None;
        return length;
    }

    private static long ReadLongLength(ReadOnlySpan<byte> field, out ViolationReason reason)
    {
        reason = !field.IsEmpty && field[0] >= 0x80 ? ViolationReason.PayloadLengthNegative : ViolationReason.None;
        if (reason is not ViolationReason.None || !BinaryPrimitives.TryReadInt64BigEndian(field, out var length))
        {
            return 0;
        }

        reason = length <= ushort.MaxValue ? ViolationReason.PayloadLengthNotMinimal : ViolationReason.None;
        return length;
    }
}

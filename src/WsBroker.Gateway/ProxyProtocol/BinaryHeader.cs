using System.Buffers;
using System.Buffers.Binary;
using System.Net;

namespace WsBroker.Gateway.ProxyProtocol;

/// <summary>Version 2 (proxy-protocol.txt §2.2): a signature, command, family, length, addresses and further fields.</summary>
internal static class BinaryHeader
{
    private const int FixedBytes = 16;
    private const byte Own = 0x20;
    private const byte PassedOn = 0x21;
    private const byte TlsField = 0x20;
    private const byte TlsWasUsed = 0x01;

    /// <summary>How it begins.</summary>
    public static ReadOnlySpan<byte> Start => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Reads bytes that begin so, as far as they are there.</summary>
    public static OperationStatus TryRead(ReadOnlySpan<byte> received, out ProxyHeader header, out int length)
    {
        header = default;
        length = 0;
        if (received.Length > Start.Length && received[Start.Length] is not (Own or PassedOn))
        {
            return OperationStatus.InvalidData;
        }

        if (received.Length < FixedBytes)
        {
            return OperationStatus.NeedMoreData;
        }

        length = FixedBytes + BinaryPrimitives.ReadUInt16BigEndian(received[(FixedBytes - 2)..]);
        if (length > ProxyHeaderReader.MaxHeaderBytes)
        {
            return OperationStatus.InvalidData;
        }

        if (received.Length < length)
        {
            return OperationStatus.NeedMoreData;
        }

        return received[Start.Length] == Own
            ? ReadOwn(out header)
            : ReadPassedOn(received[Start.Length + 1], received[FixedBytes..length], out header);
    }

    // Whatever else it says is to be passed over
    private static OperationStatus ReadOwn(out ProxyHeader header)
    {
        header = new ProxyHeader(IsOwn: true, Source: null, IsEncrypted: false);
        return OperationStatus.Done;
    }

    private static OperationStatus ReadPassedOn(byte family, ReadOnlySpan<byte> body, out ProxyHeader header)
    {
        header = default;
        var addresses = LengthOfAddresses(family);
        if (addresses < 0 || body.Length < addresses || !TryReadFields(body[addresses..], out var isEncrypted))
        {
            return OperationStatus.InvalidData;
        }

        header = new ProxyHeader(IsOwn: false, ReadSource(family, body), isEncrypted);
        return OperationStatus.Done;
    }

    // The high half is the family, the low half stream or datagram
    private static int LengthOfAddresses(byte family) => family switch
    {
        0x00 => 0,
        0x11 or 0x12 => 12,
        0x21 or 0x22 => 36,
        0x31 or 0x32 => 216,
        _ => -1,
    };

    private static IPAddress? ReadSource(byte family, ReadOnlySpan<byte> body) => family switch
    {
        0x11 => new IPAddress(body[..4]),
        0x21 => new IPAddress(body[..16]),
        _ => null,
    };

    private static bool TryReadFields(ReadOnlySpan<byte> rest, out bool isEncrypted)
    {
        isEncrypted = false;
        while (!rest.IsEmpty)
        {
            if (rest.Length < 3 || BinaryPrimitives.ReadUInt16BigEndian(rest[1..]) is var length && rest.Length < 3 + length)
            {
                return false;
            }

            isEncrypted |= rest[0] == TlsField && length > 0 && (rest[3] & TlsWasUsed) != 0;
            rest = rest[(3 + length)..];
        }

        return true;
    }
}

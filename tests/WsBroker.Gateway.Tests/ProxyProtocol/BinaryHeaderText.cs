using System.Buffers.Binary;

namespace WsBroker.Gateway.Tests.ProxyProtocol;

/// <summary>Makes headers of version 2, by the description of the format and not by our reader.</summary>
internal static class BinaryHeaderText
{
    public static readonly byte[] V4 = [203, 0, 113, 9, 192, 0, 2, 1, 0x12, 0x67, 0x01, 0xBB];

    public static readonly byte[] V6 =
        [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x12, 0x67, 0x01, 0xBB];

    /// <summary>PP2_TYPE_SSL: the client's connection was encrypted, its certificate not asked for.</summary>
    public static readonly byte[] Tls = [0x20, 0, 5, 0x01, 0, 0, 0, 0];

    /// <summary>A whole header.</summary>
    public static byte[] Of(byte command, byte family, params IEnumerable<byte> body)
    {
        byte[] all = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, command, family, 0, 0, .. body];
        BinaryPrimitives.WriteUInt16BigEndian(all.AsSpan(14), (ushort)(all.Length - 16));
        return all;
    }
}

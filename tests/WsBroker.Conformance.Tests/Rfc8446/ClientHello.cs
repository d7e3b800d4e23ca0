using System.Buffers.Binary;
using System.Text;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Rfc8446;

/// <summary>The first message of a client of TLS 1.3 (RFC 8446 §4.1.2), always the same for the same host.</summary>
internal static class ClientHello
{
    /// <summary>The length of what comes before a record's content.</summary>
    public const int RecordHeaderLength = 5;

    private const byte Handshake = 22;
    private const ulong Seed = 8446;

    /// <summary>In one record, as it goes over the wire.</summary>
    /// <param name="host">The server's name (SNI).</param>
    public static byte[] To(string host)
    {
        var numbers = new SeededNumbers(Seed);
        byte[] hello =
        [
            3, 3,
            .. numbers.Bytes(32),
            .. Sized(1, numbers.Bytes(32)),
            .. Sized(2, [0x13, 0x01, 0x13, 0x02, 0x13, 0x03]),
            .. Sized(1, [0]),
            .. Sized(2, Extensions(host, numbers.Bytes(32))),
        ];
        return Record(Handshake, [1, .. Sized(3, hello)]);
    }

    /// <summary>A record (RFC 8446 §5.1).</summary>
    public static byte[] Record(byte type, byte[] content) => [type, 3, 1, .. Sized(2, content)];

    private static byte[] Extensions(string host, byte[] share) =>
    [
        .. Extension(0, Sized(2, [0, .. Sized(2, Encoding.ASCII.GetBytes(host))])),
        .. Extension(10, Sized(2, [0x00, 0x1D])),
        .. Extension(13, Sized(2, [0x04, 0x03, 0x08, 0x04])),
        .. Extension(16, Sized(2, [.. Sized(1, "h2"u8.ToArray()), .. Sized(1, "http/1.1"u8.ToArray())])),
        .. Extension(43, Sized(1, [3, 4])),
        .. Extension(51, Sized(2, [0x00, 0x1D, .. Sized(2, share)])),
    ];

    private static byte[] Extension(byte type, byte[] content) => [0, type, .. Sized(2, content)];

    /// <summary>A content with its length in so many bytes before it.</summary>
    private static byte[] Sized(int lengthBytes, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        return [.. length[^lengthBytes..], .. content];
    }
}

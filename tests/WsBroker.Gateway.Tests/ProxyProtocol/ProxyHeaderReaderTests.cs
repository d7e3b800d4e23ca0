using System.Buffers;
using System.Text;
using WsBroker.Gateway.ProxyProtocol;
using static WsBroker.Gateway.Tests.ProxyProtocol.BinaryHeaderText;

namespace WsBroker.Gateway.Tests.ProxyProtocol;

public sealed class ProxyHeaderReaderTests
{
    public static TheoryData<string, string?, bool> TextHeaders => new()
    {
        { "PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n", "203.0.113.9", false },
        { "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255", false },
        { "PROXY TCP6 2001:db8::9 2001:db8::1 4711 443\r\n", "2001:db8::9", false },
        { "PROXY TCP6 ::ffff:203.0.113.9 2001:db8::1 0 443\r\n", "::ffff:203.0.113.9", false },
        { "PROXY UNKNOWN\r\n", null, false },
        { "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n", null, false },
    };

    public static TheoryData<byte[], string?, bool, bool> BinaryHeaders => new()
    {
        { Of(0x21, 0x11, V4), "203.0.113.9", false, false },
        { Of(0x21, 0x21, V6), "2001:db8::9", false, false },
        { Of(0x21, 0x11, [.. V4, .. Tls]), "203.0.113.9", true, false },
        { Of(0x21, 0x11, [.. V4, 0x04, 0, 0, .. Tls, 0x01, 0, 2, (byte)'h', (byte)'2']), "203.0.113.9", true, false },
        { Of(0x21, 0x11, [.. V4, 0x20, 0, 5, 0x06, 0, 0, 0, 0]), "203.0.113.9", false, false },
        { Of(0x21, 0x31, new byte[216]), null, false, false },
        { Of(0x21, 0x12, V4), null, false, false },
        { Of(0x21, 0x00), null, false, false },
        { Of(0x21, 0x00, [0x04, 0, 1, 0]), null, false, false },
        { Of(0x20, 0x00), null, false, true },
        { Of(0x20, 0x11, V4), null, false, true },
        { Of(0x20, 0x99, [1, 2, 3]), null, false, true },
        { Of(0x21, 0x11, [.. V4, 0x04, 0x0F, 0xD9, .. new byte[4057]]), "203.0.113.9", false, false },
    };

    public static TheoryData<byte[]> Malformed =>
    [
        .. ((string[])[
            "GET / HTTP/1.1\r\n",
            "proxy TCP4 203.0.113.9 192.0.2.1 4711 443\r\n",
            "PROXY\r\n",
            "PROXY TCP4\r\n",
            "PROXY  TCP4 203.0.113.9 192.0.2.1 4711 443\r\n",
            "PROXY TCP4 203.0.113.9 192.0.2.1 4711\r\n",
            "PROXY TCP4 203.0.113.9 192.0.2.1 4711 443 \r\n",
            "PROXY TCP4 203.0.113.9 192.0.2.1 4711 65536\r\n",
            "PROXY TCP4 203.0.113.9 192.0.2.1 -1 443\r\n",
            "PROXY TCP4 203.0.113.9 192.0.2.1 04711 443\r\n",
            "PROXY TCP4 203.0.113 192.0.2.1 4711 443\r\n",
            "PROXY TCP4 0xCB.0.113.9 192.0.2.1 4711 443\r\n",
            "PROXY TCP4 2001:db8::9 2001:db8::1 4711 443\r\n",
            "PROXY TCP6 203.0.113.9 192.0.2.1 4711 443\r\n",
            "PROXY TCP6 [2001:db8::9] 2001:db8::1 4711 443\r\n",
            "PROXY UDP4 203.0.113.9 192.0.2.1 4711 443\r\n",
            $"PROXY UNKNOWN {new string('x', 92)}\r\n"]).Select(Encoding.ASCII.GetBytes),
        Of(0x11, 0x11, V4),
        Of(0x22, 0x11, V4),
        Of(0x2F, 0x11, V4),
        Of(0x21, 0x10, V4),
        Of(0x21, 0x13, V4),
        Of(0x21, 0x41, V4),
        Of(0x21, 0x11, V4[..11]),
        Of(0x21, 0x21, V6[..35]),
        Of(0x21, 0x31, new byte[215]),
        Of(0x21, 0x11, [.. V4, 0x04]),
        Of(0x21, 0x11, [.. V4, 0x04, 0]),
        Of(0x21, 0x11, [.. V4, 0x04, 0, 1]),
        Of(0x21, 0x11, [.. V4, 0x04, 0xFF, 0xFF, 1]),
        Of(0x21, 0x11, new byte[4081]),
        [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0D],
    ];

    [Theory]
    [MemberData(nameof(TextHeaders))]
    public void RP_07_Version_1_is_read_at_every_cut(string text, string? source, bool isEncrypted) =>
        AssertRead(Encoding.ASCII.GetBytes(text), source, isEncrypted, isOwn: false);

    [Theory]
    [MemberData(nameof(BinaryHeaders))]
    public void RP_07_Version_2_is_read_at_every_cut(byte[] bytes, string? source, bool isEncrypted, bool isOwn) =>
        AssertRead(bytes, source, isEncrypted, isOwn);

    [Theory]
    [MemberData(nameof(Malformed))]
    public void RP_07_What_is_malformed_is_never_a_header_and_never_waited_for_for_ever(byte[] bytes)
    {
        var seen = Enumerable.Range(0, bytes.Length + 1).Select(cut => ProxyHeaderReader.TryRead(bytes.AsSpan(0, cut), out _, out _)).ToList();

        Assert.DoesNotContain(OperationStatus.Done, seen);
        Assert.Equal(OperationStatus.InvalidData, seen[^1]);
    }

    [Fact]
    public void RP_07_A_header_that_announces_too_much_is_refused_before_it_is_there() =>
        Assert.Equal(
            OperationStatus.InvalidData,
            ProxyHeaderReader.TryRead(Of(0x21, 0x11, new byte[ushort.MaxValue]).AsSpan(0, 16), out _, out _));

    private static void AssertRead(byte[] bytes, string? source, bool isEncrypted, bool isOwn)
    {
        for (var cut = 0; cut < bytes.Length; cut++)
        {
            Assert.Equal(OperationStatus.NeedMoreData, ProxyHeaderReader.TryRead(bytes.AsSpan(0, cut), out _, out _));
        }

        byte[] withMore = [.. bytes, .. "GET / HTTP/1.1\r\n"u8];
        var status = ProxyHeaderReader.TryRead(withMore, out var header, out var length);

        Assert.Equal(OperationStatus.Done, status);
        Assert.Equal(bytes.Length, length);
        Assert.Equal((isOwn, source, isEncrypted), (header.IsOwn, header.Source?.ToString(), header.IsEncrypted));
    }
}

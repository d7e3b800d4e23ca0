using System.Text;

namespace WsBroker.Conformance.Tests.Clients.Http2;

/// <summary>Headers in the plainest form of HPACK (RFC 7541 §6.2.2): literals, never indexed, without Huffman.</summary>
internal static class HeaderBlock
{
    // RFC 7541 §§2.3.3 and 6.1: the first index behind the static table
    private const byte NewestEntry = 0x80 | 62;

    // RFC 7541, appendix A
    private static readonly Dictionary<int, string> _statuses =
        new() { [8] = "200", [9] = "204", [10] = "206", [11] = "304", [12] = "400", [13] = "404", [14] = "500" };

    /// <summary>Encodes headers; characters are bytes.</summary>
    public static byte[] Of(params IEnumerable<(string Name, string Value)> headers) =>
        [.. headers.SelectMany(static header => (byte[])[0, .. String(header.Name), .. String(header.Value)])];

    /// <summary>A header that is also entered into the dynamic table (RFC 7541 §6.2.1), and then so many references to it.</summary>
    public static byte[] Repeated(string name, string value, int references) =>
        [0x40, .. String(name), .. String(value), .. Enumerable.Repeat(NewestEntry, references)];

    /// <summary>A GET.</summary>
    public static (string Name, string Value)[] Get(string path = "/health/live", string method = "GET") =>
        [(":method", method), (":scheme", "https"), (":path", path), (":authority", "localhost")];

    /// <summary>A POST that is answered only when its body is whole: of another type it would be refused, and its stream be over, at once.</summary>
    public static (string Name, string Value)[] Post() => [.. Get("/api/publish", "POST"), ("content-type", "application/json")];

    /// <summary>A request for a WebSocket (RFC 8441 §5.1).</summary>
    public static (string Name, string Value)[] Connect(string path, string protocol = "websocket", string version = "13") =>
    [
        (":method", "CONNECT"), (":protocol", protocol), (":scheme", "https"), (":path", path), (":authority", "localhost"),
        ("sec-websocket-version", version),
    ];

    /// <summary>The status at the beginning of the first answer on a connection.</summary>
    public static string StatusOf(ReadOnlySpan<byte> block)
    {
        while ((block[0] & 0xE0) == 0x20)
        {
            block = block[1..];
        }

        if ((block[0] & 0x80) != 0)
        {
            return _statuses[block[0] & 0x7F];
        }

        Assert.Equal(8, block[0] & ((block[0] & 0x40) != 0 ? 0x3F : 0x0F));
        return Encoding.ASCII.GetString(block.Slice(2, 3));
    }

    private static byte[] String(string text) => [.. Length(text.Length), .. Encoding.Latin1.GetBytes(text)];

    private static IEnumerable<byte> Length(int length)
    {
        if (length < 0x7F)
        {
            yield return (byte)length;
            yield break;
        }

        yield return 0x7F;
        for (length -= 0x7F; length >= 0x80; length >>= 7)
        {
            yield return (byte)(length | 0x80);
        }

        yield return (byte)length;
    }
}

using static WsBroker.Conformance.Tests.Rfc9112.HttpCase;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>Requests about whose end two readers could differ (RFC 9112 §6, §7), and some that only look so.</summary>
internal static class FramingCases
{
    private const string Upgrade =
        "Host: broker.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

    /// <summary>All of them.</summary>
    public static IEnumerable<HttpCase> All => [.. Lengths, .. Codings, .. Sizes, .. Extensions, .. ChunkEnds, .. Trailers, .. Bodies];

    private static IEnumerable<HttpCase> Lengths =>
    [
        Refused("HP-03", "length, then coding", Publish("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", Chunks)),
        Refused("HP-03", "coding, then length", Publish("Transfer-Encoding: chunked\r\nContent-Length: 6\r\n", Chunks)),
        Refused("HP-03", "request in the body by length", Publish($"Content-Length: {5 + Smuggled.Length}\r\nTransfer-Encoding: chunked\r\n", $"0\r\n\r\n{Smuggled}")),
        Refused("HP-04", "different", Publish("Content-Length: 5\r\nContent-Length: 24\r\n")),
        Refused("HP-04", "same", Publish("Content-Length: 24\r\nContent-Length: 24\r\n")),
        Refused("HP-04", "list, same", WithLength(" 24, 24")),
        Refused("HP-04", "list, different", WithLength(" 5, 24")),
        Refused("HP-04", "list, triple", WithLength(" 24, 24, 24")),
        Refused("HP-04", "smuggled between", Publish($"Content-Length: 0\r\nContent-Length: {Smuggled.Length}\r\n", Smuggled)),
        .. ((string[])["-1", "-0", "+5", "0x5", "0o5", "1_0", "1 0", "5a", "", "18446744073709551616", new string('9', 400), new string('0', 400)])
            .Select(value => Refused("HP-05", $"'{Short(value)}'", WithLength($" {value}"))),
        .. ((string[])[" 024", " 00024", "\t24", "  24", "24", " 24 \t"])
            .Select(value => Answered("HP-06", $"'{value}'", WithLength(value), 200)),
    ];

    private static IEnumerable<HttpCase> Codings =>
    [
        .. ((string[])
            [
                "xchunked", "identity", "chunked, gzip", "gzip, chunked", "", "\vchunked", "\fchunked", "chunked\0", "\u00A0chunked", "chunked;a=b",
                "chunked\r\nTransfer-Encoding: chunked", "chunked\r\nTransfer-Encoding: identity", "identity\r\nTransfer-Encoding: chunked",
                "chunked, chunked", "\r\n chunked", "chunked,", ",chunked", "\"chunked\"", "chunk", "chunked chunked",
            ])
            .Select(value => Refused("HP-07", $"'{value}'", WithCoding($" {value}"))),
        .. ((string[])["chunked", " CHUNKED", "\tchunked \t"])
            .Select(value => Answered("HP-07", $"'{value}'", WithCoding(value), 200)),
        Answered("HP-07", "underscore", Publish("Transfer_Encoding: chunked\r\nContent-Length: 24\r\n"), 200),
        Refused("HP-08", "close", WithCoding(" chunked").Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal)),
        Refused("HP-08", "keep-alive", Publish("Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n", Chunks)
            .Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal)),
        Refused("HP-09", "coding", Publish("Transfer-Encoding : chunked\r\n", Chunks)),
        Refused("HP-09", "length", Publish("Content-Length : 24\r\n")),
        Refused("HP-09", "tab before the colon", Publish("Content-Length\t: 24\r\n")),
        Refused("HP-09", "space at the start", Publish(" Content-Length: 24\r\n")),
        Refused("HP-09", "tab in a name", Publish("Content\tLength: 24\r\n")),
    ];

    private static IEnumerable<HttpCase> Sizes =>
        ((string[])["0x18", "+18", "-1", "1_0", " 18", "18 ", "18\t", "", "G", "FFFFFFFFFFFFFFFFF", "8000000000000000", "7fffffffffffffff", "80000000"])
            .Select(size => Refused("HP-10", $"'{size}'", InChunks($"{size}\r\n{Body}\r\n0\r\n\r\n")));

    private static IEnumerable<HttpCase> Extensions =>
    [
        .. ((string[])["a\nb", "a=b\n", "a\rb", "\0", "a b", " =", "", "=x", "a=\u0001", "a=\"x\ry\"", "a=\"x", "\u007F", new string('a', 65536)])
            .Select(extension => Refused("HP-11", $"'{Short(extension)}'", InChunks($"18;{extension}\r\n{Body}\r\n0\r\n\r\n"))),
        Refused("HP-11", "ten thousand of a KiB", InChunks($"{string.Concat(Enumerable.Repeat($"1;{new string('a', 1024)}\r\nx\r\n", 10_000))}0\r\n\r\n")),
        Answered("HP-11", "a harmless one", InChunks($"18;a=b;c=\"d e\"\r\n{Body}\r\n0\r\n\r\n"), 200),
    ];

    private static IEnumerable<HttpCase> ChunkEnds =>
    [
        Refused("HP-12", "data longer", InChunks($"18\r\n{Body}zz\r\n0\r\n\r\n")),
        Refused("HP-12", "data shorter", InChunks($"18\r\n{Body[..^2]}\r\n0\r\n\r\n")),
        Refused("HP-12", "no CR LF behind the data", InChunks($"18\r\n{Body}0\r\n\r\n")),
        Refused("HP-12", "LF everywhere", InChunks($"18\n{Body}\n0\n\n")),
        Refused("HP-12", "LF behind the size", InChunks($"18\n{Body}\r\n0\r\n\r\n")),
        Refused("HP-12", "CR behind the size", InChunks($"18\r{Body}\r\n0\r\n\r\n")),
        Refused("HP-12", "LF behind the data", InChunks($"18\r\n{Body}\n0\r\n\r\n")),
        Refused("HP-12", "CR behind the data", InChunks($"18\r\n{Body}\r0\r\n\r\n")),
        Refused("HP-12", "LF behind the last size", InChunks($"18\r\n{Body}\r\n0\n\r\n")),
        Refused("HP-12", "LF at the end", InChunks($"18\r\n{Body}\r\n0\r\n\n")),
        Answered("HP-12", "two chunks", InChunks($"8\r\n{Body[..8]}\r\n10\r\n{Body[8..]}\r\n0\r\n\r\n"), 200),
    ];

    private static IEnumerable<HttpCase> Trailers =>
    [
        .. ((string[])["Content-Length: 5", "Transfer-Encoding: chunked", "Host: evil.example", "Authorization: x", "Content-Type: text/plain", "X: y"])
            .Select(line => Answered("HP-13", line, InChunks($"18\r\n{Body}\r\n0\r\n{line}\r\n\r\n"), 200)),
        Refused("HP-13", "ten thousand", InChunks($"18\r\n{Body}\r\n0\r\n{string.Concat(Enumerable.Repeat("t: x\r\n", 10_000))}\r\n"), 400, 431),
        Refused("HP-13", "one without a colon", InChunks($"18\r\n{Body}\r\n0\r\nno colon\r\n\r\n")),
    ];

    private static IEnumerable<HttpCase> Bodies =>
    [
        Answered("HP-19", "GET", WithBody("GET"), 200),
        Answered("HP-19", "HEAD", WithBody("HEAD"), 200),
        Answered("HP-19", "OPTIONS", WithBody("OPTIONS"), 204, 405),
        Answered("HP-19", "DELETE", WithBody("DELETE"), 405),
        Answered("HP-19", "GET in chunks", $"GET /health/live HTTP/1.1\r\nHost: broker.example\r\nTransfer-Encoding: chunked\r\n\r\n{Smuggled.Length:x}\r\n{Smuggled}\r\n0\r\n\r\n", 200),
        Refused("HS-34", "length", $"GET /topics/t HTTP/1.1\r\n{Upgrade}Content-Length: {Smuggled.Length}\r\n\r\n{Smuggled}"),
        Refused("HS-34", "chunked", $"GET /topics/t HTTP/1.1\r\n{Upgrade}Transfer-Encoding: chunked\r\n\r\n{Smuggled.Length:x}\r\n{Smuggled}\r\n0\r\n\r\n"),
        Refused("HS-35", "400", $"GET /topics/t HTTP/1.1\r\n{Upgrade.Replace("==", "", StringComparison.Ordinal)}\r\n{Smuggled}"),
        Refused("HS-35", "403", $"GET /topics/t HTTP/1.1\r\n{Upgrade}Origin: https://evil.example\r\n\r\n{Smuggled}", 403),
        Refused("HS-35", "404", $"GET /no/such/path HTTP/1.1\r\n{Upgrade}\r\n{Smuggled}", 404),
        Refused("HS-35", "426", $"GET /topics/t HTTP/1.1\r\n{Upgrade.Replace("13", "777", StringComparison.Ordinal)}\r\n{Smuggled}", 426),
    ];

    private static string WithBody(string method) =>
        $"{method} /health/live HTTP/1.1\r\nHost: broker.example\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}";

    private static string Short(string text) => text.Length <= 24 ? text : $"{text[..8]}… of {text.Length}";
}

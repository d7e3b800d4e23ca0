using static WsBroker.Conformance.Tests.Rfc9112.Http11Probe.ProbeCase;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9112.Http11Probe;

/// <summary>What RFC 9110 and RFC 9112 ask of a server (COMP and those named after a section).</summary>
internal static class ComplianceProbes
{
    private const string Page = "GET / HTTP/1.1";
    private const string Host = "Host: a\r\n";
    private const string Key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

    /// <summary>All of them.</summary>
    public static IEnumerable<ProbeCase> All => [.. Lines, .. Hosts, .. RequestLines, .. Bodies, .. Upgrades, .. Methods, .. Answers];

    private static IEnumerable<ProbeCase> Lines =>
    [
        Should("COMP-BASELINE", Get(Page), 200) with { GoesOn = true },
        Should("RFC9112-2.2-BARE-LF-REQUEST-LINE", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400),
        Should("RFC9112-2.2-BARE-LF-HEADER", Get(Page, "Host: a\nX-Test: value\r\n"), 400),
        Must("RFC9112-5.1-OBS-FOLD", Get(Page, $"{Host}X-Test: value\r\n continued\r\n"), 400),
        Must("RFC9110-5.6.2-SP-BEFORE-COLON", Get(Page, $"{Host}X-Test : value\r\n"), 400),
        Must("RFC9112-5-EMPTY-HEADER-NAME", Get(Page, $"{Host}: empty-name\r\n"), 400),
        Must("RFC9112-3-CR-ONLY-LINE-ENDING", "GET / HTTP/1.1\rHost: a\r\n\r\n", 400),
        Must("RFC9112-5-INVALID-HEADER-NAME", Get(Page, $"{Host}Bad[Name: value\r\n"), 400),
        Must("RFC9112-5-HEADER-NO-COLON", Get(Page, $"{Host}NoColonHere\r\n"), 400),
        Must("COMP-WHITESPACE-BEFORE-HEADERS", Get(Page, $" \r\n{Host}"), 400),
        Should("COMP-LEADING-CRLF", $"\r\n\r\n{Get(Page)}", 400, 200),
    ];

    private static IEnumerable<ProbeCase> Hosts =>
    [
        Must("RFC9112-7.1-MISSING-HOST", Get(Page, ""), 400),
        Must("RFC9110-5.4-DUPLICATE-HOST", Get(Page, $"{Host}Host: other.example\r\n"), 400),
        Must("COMP-DUPLICATE-HOST-SAME", Get(Page, Host + Host), 400),
        Must("COMP-HOST-WITH-USERINFO", Get(Page, "Host: user@a\r\n"), 400),
        Must("COMP-HOST-WITH-PATH", Get(Page, "Host: a/path\r\n"), 400),
        Must("COMP-HOST-EMPTY-VALUE", Get(Page, "Host: \r\n"), 400),
        Should("COMP-HTTP10-NO-HOST", Get("GET / HTTP/1.0", ""), 200, 400),
    ];

    private static IEnumerable<ProbeCase> RequestLines =>
    [
        Should("RFC9112-3-MULTI-SP-REQUEST-LINE", Get("GET  / HTTP/1.1"), 400, 200),
        Should("RFC9112-2.3-INVALID-VERSION", Get("GET / HTTP/9.9"), 400, 505),
        Must("RFC9112-3-MISSING-TARGET", Get("GET HTTP/1.1"), 400),
        Should("RFC9112-3.2-FRAGMENT-IN-TARGET", Get("GET /path#frag HTTP/1.1"), 400, 200),
        Should("RFC9112-2.3-HTTP09-REQUEST", "GET /\r\n", 400, 0),
        Must("COMP-ASTERISK-WITH-GET", Get("GET * HTTP/1.1"), 400),
        Must("COMP-OPTIONS-STAR", Get("OPTIONS * HTTP/1.1"), 200, 204),
        Should("COMP-ABSOLUTE-FORM", Get("GET http://broker.example/ HTTP/1.1"), 200),
        Should("COMP-REQUEST-LINE-TAB", Get("GET\t/ HTTP/1.1"), 400, 200),
        Must("COMP-VERSION-MISSING-MINOR", Get("GET / HTTP/1"), 400),
        Must("COMP-VERSION-LEADING-ZEROS", Get("GET / HTTP/01.01"), 400),
        Must("COMP-VERSION-WHITESPACE", Get("GET / HTTP/ 1.1"), 400),
        Must("COMP-VERSION-CASE", Get("GET / http/1.1"), 400),
        Should("COMP-HTTP12-VERSION", Get("GET / HTTP/1.2"), 200, 505),
        Should("COMP-LONG-URL-OK", Get($"GET /{new string('a', 7900)} HTTP/1.1"), 404),
        Must("COMP-SPACE-IN-TARGET", Get("GET /pa th HTTP/1.1"), 400),
    ];

    private static IEnumerable<ProbeCase> Bodies =>
    [
        Must("RFC9112-6.1-CL-NON-NUMERIC", WithLength(" abc"), 400),
        Must("RFC9112-6.1-CL-PLUS-SIGN", WithLength(" +24"), 400),
        Must("COMP-UNKNOWN-TE-501", Publish("Transfer-Encoding: gzip\r\n", body: ""), 400, 501),
        Must("COMP-POST-CL-BODY", WithLength(" 24"), 200) with { GoesOn = true },
        Must("COMP-POST-CL-ZERO", Publish("Content-Length: 0\r\n", body: ""), 400) with { GoesOn = true },
        Must("COMP-POST-NO-CL-NO-TE", Publish("", body: ""), 400) with { GoesOn = true },
        Must("COMP-POST-CL-UNDERSEND", WithLength(" 30"), 400, 0) with { IsUnfinished = true },
        Must("COMP-CHUNKED-BODY", InChunks(RequestBytes.Chunks), 200) with { GoesOn = true },
        Must("COMP-CHUNKED-MULTI", InChunks($"8\r\n{Body[..8]}\r\n10\r\n{Body[8..]}\r\n0\r\n\r\n"), 200) with { GoesOn = true },
        Must("COMP-CHUNKED-EMPTY", InChunks("0\r\n\r\n"), 400) with { GoesOn = true },
        Must("COMP-CHUNKED-NO-FINAL", InChunks($"18\r\n{Body}\r\n"), 400, 0) with { IsUnfinished = true },
        Should("COMP-GET-WITH-CL-BODY", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 400, 200),
        Must("COMP-CHUNKED-EXTENSION", InChunks($"18;ext=value\r\n{Body}\r\n0\r\n\r\n"), 200) with { GoesOn = true },
        Must("COMP-CHUNKED-TRAILER-VALID", InChunks($"18\r\n{Body}\r\n0\r\nX-Checksum: abc\r\n\r\n"), 200) with { GoesOn = true },
        Must("COMP-CHUNKED-HEX-UPPERCASE", InChunks($"A\r\n{Body[..10]}\r\nE\r\n{Body[10..]}\r\n0\r\n\r\n"), 200) with { GoesOn = true },
        Must("COMP-RANGE-POST", Publish("Content-Length: 24\r\nRange: bytes=0-10\r\n"), 200),
        Should("COMP-EXPECT-UNKNOWN", Get(Page, $"{Host}Expect: 200-ok\r\n"), 417),
        Should("COMP-DUPLICATE-CT", Publish("Content-Length: 24\r\nContent-Type: text/html\r\n"), 415),
        Should("COMP-POST-UNSUPPORTED-CT", "POST /api/publish HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-nonsense\r\nContent-Length: 5\r\n\r\nhello", 415),
    ];

    private static IEnumerable<ProbeCase> Upgrades =>
    [
        Must("COMP-UPGRADE-POST", Get("POST / HTTP/1.1", $"{Host}Connection: Upgrade\r\nUpgrade: websocket\r\n{Key}"), 405),
        Must("COMP-UPGRADE-MISSING-CONN", Get(Page, $"{Host}Upgrade: websocket\r\n{Key}"), 400),
        Must("COMP-UPGRADE-UNKNOWN", Get(Page, $"{Host}Connection: Upgrade\r\nUpgrade: totally-made-up/1.0\r\n"), 200),
        Must("COMP-UPGRADE-INVALID-VER", Get(Page, $"{Host}Connection: Upgrade\r\nUpgrade: websocket\r\n{Key.Replace("13", "99", StringComparison.Ordinal)}"), 426),
        Must("COMP-UPGRADE-HTTP10", Get("GET / HTTP/1.0", $"{Host}Connection: Upgrade\r\nUpgrade: websocket\r\n{Key}"), 505),
    ];

    private static IEnumerable<ProbeCase> Methods =>
    [
        Should("COMP-METHOD-CASE", Get("get / HTTP/1.1"), 400, 405, 501),
        Should("COMP-METHOD-CONNECT", Get("CONNECT broker.example:443 HTTP/1.1", "Host: broker.example:443\r\n"), 400, 405, 501),
        Should("COMP-METHOD-TRACE", Get("TRACE / HTTP/1.1"), 405, 501),
        Should("COMP-TRACE-WITH-BODY", "TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 400, 405, 501),
        Should("COMP-TRACE-SENSITIVE", Get("TRACE / HTTP/1.1", $"{Host}Authorization: Bearer secret-token-123\r\n"), 405, 501),
        Should("COMP-UNKNOWN-METHOD", Get("FOOBAR / HTTP/1.1"), 400, 405, 501),
        Must("COMP-405-ALLOW", Get("DELETE / HTTP/1.1"), 405) with { Header = "Allow" },
        Should("COMP-OPTIONS-ALLOW", Get("OPTIONS / HTTP/1.1"), 200, 204) with { Header = "Allow" },
        Must("COMP-HEAD-NO-BODY", Get("HEAD / HTTP/1.1"), 200),
    ];

    private static IEnumerable<ProbeCase> Answers =>
    [
        Must("COMP-CONNECTION-CLOSE", Get(Page, $"{Host}Connection: close\r\n"), 200) with { Ends = true },
        Should("COMP-HTTP10-DEFAULT-CLOSE", Get("GET / HTTP/1.0"), 200) with { Ends = true },
        Must("COMP-DATE-HEADER", Get(Page), 200) with { Header = "Date" },
        Should("COMP-DATE-FORMAT", Get(Page), 200) with { Header = "Date" },
        Must("COMP-NO-1XX-HTTP10", Publish("Content-Length: 24\r\nExpect: 100-continue\r\n").Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal), 200),
        Must("COMP-NO-CL-IN-204", Get("OPTIONS / HTTP/1.1"), 204),
        Should("COMP-CONTENT-TYPE", Get(Page), 200) with { Header = "Content-Type" },
        Should("COMP-RANGE-INVALID", Get(Page, $"{Host}Range: bytes=abc-xyz\r\n"), 200, 416),
        Should("COMP-ACCEPT-NONSENSE", Get(Page, $"{Host}Accept: application/x-nonsense\r\n"), 200, 406),
    ];
}

using static WsBroker.Conformance.Tests.Rfc9112.HttpCase;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>Heads that are malformed, or ask for what does not exist (RFC 9112 §2 to §5).</summary>
internal static class HeadCases
{
    /// <summary>All of them.</summary>
    public static IEnumerable<HttpCase> All => [.. Lines, .. Names, .. RequestLines, .. Starts, .. Targets];

    private static IEnumerable<HttpCase> Lines =>
    [
        Refused("HP-14", "LF behind the request line", "GET /health/live HTTP/1.1\nHost: broker.example\r\n\r\n"),
        Refused("HP-14", "LF behind a header", GetWith("A: b\nC: d")),
        Refused("HP-14", "LF everywhere", "GET /health/live HTTP/1.1\nHost: broker.example\n\n"),
        Refused("HP-14", "CR in a value", GetWith("A: b\rc")),
        Refused("HP-14", "CR everywhere", "GET /health/live HTTP/1.1\rHost: broker.example\r\r"),
        Refused("HP-14", "NUL in a value", GetWith("A: b\0")),
        Refused("HP-14", "control character in a value", GetWith("A: b\u0001")),
        Refused("HP-14", "DEL in a value", GetWith("A: b\u007F")),
        Refused("HP-14", "folded", GetWith("A: b\r\n c")),
        Answered("HP-14", "obs-text in a value", GetWith("A: \u00E9"), 200),
    ];

    private static IEnumerable<HttpCase> Names =>
    [
        Refused("HP-15", "no colon", GetWith("Ab")),
        Refused("HP-15", "empty name", GetWith(": b")),
        Refused("HP-15", "brackets in the name", GetWith("A[]: b")),
        Refused("HP-15", "name that is not ASCII", GetWith("A\u00C3\u00AB: b")),
        Refused("HP-15", "space in the name", GetWith("A b: c")),
        Refused("HP-15", "white space before the first header", Get("GET /health/live HTTP/1.1", " Host: broker.example\r\nHost: broker.example\r\n")),
    ];

    private static IEnumerable<HttpCase> RequestLines =>
    [
        .. ((string[])
            [
                "GET  /health/live HTTP/1.1", "GET\t/health/live\tHTTP/1.1", "GET HTTP/1.1", "GET /a b HTTP/1.1", "GET / HTTP/1", "GET / HTTP/01.1",
                "GET / http/1.1", "GET / HTTP/ 1.1", "GET /", "G=\":<>(e) / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "GET /\0 HTTP/1.1",
                "GET /caf\u00C3\u00A9 HTTP/1.1", "GET /\u00C0\u00AF HTTP/1.1", "GET /a#b HTTP/1.1", "/", "",
            ])
            .Select(line => Refused("HP-16", $"'{line}'", Get(line))),
        Refused("HP-16", "HTTP/9.9", Get("GET / HTTP/9.9"), 505),
        Refused("HP-16", "HTTP/2.0", Get("GET / HTTP/2.0"), 505),
        Refused("HP-16", "method of 100 KiB", Get($"{new string('A', 102_400)} / HTTP/1.1"), 400, 414),
        Answered("HP-16", "unknown method", Get("FOO / HTTP/1.1"), 501),
        Answered("HP-16", "method in lower case", Get("get /health/live HTTP/1.1"), 501),
    ];

    private static IEnumerable<HttpCase> Starts =>
    [
        Answered("HP-17", "one", $"\r\n{Probe}", 200),
        Refused("HP-17", "two", $"\r\n\r\n{Probe}"),
        Refused("HP-17", "ten thousand", $"{string.Concat(Enumerable.Repeat("\r\n", 10_000))}{Probe}"),
        Refused("HP-17", "LF", $"\n{Probe}"),
    ];

    private static IEnumerable<HttpCase> Targets =>
    [
        Refused("HP-18", "* with GET", Get("GET * HTTP/1.1")),
        Answered("HP-18", "* with OPTIONS", Get("OPTIONS * HTTP/1.1"), 204),
        Refused("HP-18", "absolute form with another host", Get("GET http://other.example/health/live HTTP/1.1")),
        Answered("HP-18", "absolute form with the same host", Get("GET http://broker.example/health/live HTTP/1.1"), 200),
        Answered("HP-18", "CONNECT", Get("CONNECT broker.example:80 HTTP/1.1", "Host: broker.example:80\r\n"), 501),
        Answered("HP-18", "TRACE", Get("TRACE / HTTP/1.1"), 501),
        Answered("HP-18", "TRACE of a probe", Get("TRACE /health/live HTTP/1.1"), 501),
    ];
}

using System.Text;
using static WsBroker.Conformance.Tests.Rfc9112.Http11Probe.ProbeCase;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9112.Http11Probe;

/// <summary>What nobody means to send (MAL), and cookies, of which this server has none (COOK).</summary>
internal static class MalformedProbes
{
    private const int Long = 100_000;

    /// <summary>All of them.</summary>
    public static IEnumerable<ProbeCase> All => [.. Heads, .. Bodies, .. Targets, .. Cookies];

    private static IEnumerable<ProbeCase> Heads =>
    [
        Should("MAL-BINARY-GARBAGE", Garbage(), 400),
        Should("MAL-LONG-URL", Get($"GET /{new string('A', Long)} HTTP/1.1"), 414),
        Should("MAL-LONG-HEADER-VALUE", GetWith($"X-Big: {new string('B', Long)}"), 431),
        Should("MAL-MANY-HEADERS", GetWith(string.Join("\r\n", Enumerable.Range(0, 10_000).Select(i => $"X-H-{i}: value"))), 431),
        Must("MAL-CONTROL-CHARS-HEADER", GetWith("X-Test: abc\a\b\vdef"), 400),
        Should("MAL-INCOMPLETE-REQUEST", "GET / HTTP/1.1\r\nHost: a\r\nX-Test: value", 400, 0) with { IsUnfinished = true },
        Should("MAL-EMPTY-REQUEST", "", 400, 0) with { IsUnfinished = true },
        Should("MAL-LONG-HEADER-NAME", GetWith($"{new string('A', Long)}: val"), 400, 431),
        Should("MAL-LONG-METHOD", Get($"{new string('A', Long)} / HTTP/1.1"), 400, 414),
        Must("MAL-NON-ASCII-HEADER-NAME", GetWith("X-T\u00C3\u00ABst: value"), 400),
        Should("MAL-WHITESPACE-ONLY-LINE", " \r\n\r\n", 400),
        Must("MAL-NUL-IN-HEADER-VALUE", GetWith("X-Test: val\0ue"), 400),
        Should("MAL-H2-PREFACE", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, 505),
        Should("MAL-RANGE-OVERLAPPING", Get("GET / HTTP/1.1", $"Host: a\r\nRange: bytes={string.Join(',', Enumerable.Repeat("0-", 1000))}\r\n"), 200, 206, 400, 416),
    ];

    private static IEnumerable<ProbeCase> Bodies =>
    [
        Must("MAL-CL-OVERFLOW", WithLength(" 99999999999999999999"), 400),
        Must("MAL-CHUNK-SIZE-OVERFLOW", InChunks($"FFFFFFFFFFFFFFFF0\r\n{Body}\r\n0\r\n\r\n"), 400),
        Must("MAL-CL-EMPTY", WithLength(" "), 400),
        Should("MAL-CL-TAB-BEFORE-VALUE", WithLength("\t24"), 400, 200),
        Should("MAL-CHUNK-EXT-64K", InChunks($"18;ext={new string('a', 65_536)}\r\n{Body}\r\n0\r\n\r\n"), 400),
        Must("MAL-POST-CL-HUGE-NO-BODY", WithLength(" 999999999"), 413) with { Ends = true },
    ];

    private static IEnumerable<ProbeCase> Targets =>
    [
        Must("MAL-NUL-IN-URL", Get("GET /\0test HTTP/1.1"), 400),
        Must("MAL-NON-ASCII-URL", Get("GET /caf\u00C3\u00A9 HTTP/1.1"), 400),
        Should("MAL-URL-BACKSLASH", Get("GET /path\\file HTTP/1.1"), 400, 404),
        Must("MAL-URL-OVERLONG-UTF8", Get("GET /\u00C0\u00AF HTTP/1.1"), 400),
        Should("MAL-URL-PERCENT-NULL", Get("GET /path%00.html HTTP/1.1"), 400, 404),
        Should("MAL-URL-PERCENT-CRLF", Get("GET /path%0d%0aX-Injected:%20true HTTP/1.1"), 400, 404),
    ];

    private static IEnumerable<ProbeCase> Cookies =>
    [
        Should("COOK-ECHO", GetWith("Cookie: foo=bar"), 200),
        Should("COOK-OVERSIZED", GetWith($"Cookie: big={new string('A', 65_536)}"), 431),
        Should("COOK-EMPTY", GetWith("Cookie: "), 200),
        Should("COOK-NUL", GetWith("Cookie: foo=\0bar"), 400),
        Should("COOK-CONTROL-CHARS", GetWith("Cookie: foo=\u0001\u0002\u0003"), 400),
        Should("COOK-MANY-PAIRS", GetWith($"Cookie: {string.Join("; ", Enumerable.Range(0, 1000).Select(i => $"k{i}=v{i}"))}"), 200, 400, 431),
        Should("COOK-MALFORMED", GetWith("Cookie: ===;;;"), 200, 400),
        Should("COOK-MULTI-HEADER", GetWith("Cookie: a=1\r\nCookie: b=2"), 200),
        Should("COOK-PARSED-BASIC", GetWith("Cookie: foo=bar"), 200),
        Should("COOK-PARSED-MULTI", GetWith("Cookie: a=1; b=2; c=3"), 200),
        Should("COOK-PARSED-EMPTY-VAL", GetWith("Cookie: foo="), 200),
        Should("COOK-PARSED-SPECIAL", GetWith("Cookie: a=hello world; b=x=y"), 200),
    ];

    // The same in every run
    private static string Garbage()
    {
        var bytes = new byte[256];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((i * 167) + 13);
        }

        return Encoding.Latin1.GetString(bytes);
    }
}

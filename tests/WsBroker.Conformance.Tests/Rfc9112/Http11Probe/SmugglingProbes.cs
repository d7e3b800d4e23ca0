using static WsBroker.Conformance.Tests.Rfc9112.Http11Probe.ProbeCase;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9112.Http11Probe;

/// <summary>Who may think that a request ends elsewhere (SMUG, NORM).</summary>
internal static class SmugglingProbes
{
    private const string Both = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n";
    private const string BothReversed = "Transfer-Encoding: chunked\r\nContent-Length: 30\r\n";
    private const string End = "0\r\n\r\n";

    /// <summary>All of them.</summary>
    public static IEnumerable<ProbeCase> All => [.. Lengths, .. Codings, .. Chunks, .. Trailers, .. Smuggling, .. Bodies, .. Normalisation];

    private static IEnumerable<ProbeCase> Lengths =>
    [
        Must("SMUG-DUPLICATE-CL", Publish("Content-Length: 5\r\nContent-Length: 24\r\n"), 400),
        Should("SMUG-CL-LEADING-ZEROS", WithLength(" 0024"), 400, 200),
        Must("SMUG-CL-NEGATIVE", WithLength(" -1"), 400),
        Should("SMUG-CL-TRAILING-SPACE", WithLength(" 24 "), 400, 200),
        Should("SMUG-CL-EXTRA-LEADING-SP", WithLength("  24"), 400, 200),
        Must("SMUG-CL-COMMA-DIFFERENT", WithLength(" 24, 10"), 400),
        Must("SMUG-CL-OCTAL", WithLength(" 0o5"), 400),
        Must("SMUG-CL-HEX-PREFIX", WithLength(" 0x5"), 400),
        Must("SMUG-CL-INTERNAL-SPACE", WithLength(" 1 0"), 400),
        Must("SMUG-CL-UNDERSCORE", WithLength(" 1_0"), 400),
        Must("SMUG-CL-NEGATIVE-ZERO", WithLength(" -0"), 400),
        Should("SMUG-CL-DOUBLE-ZERO", Publish("Content-Length: 00\r\n", body: ""), 400),
        Should("SMUG-CL-LEADING-ZEROS-OCTAL", Publish("Content-Length: 0200\r\n", Body + new string(' ', 176)), 400, 200),
        Should("SMUG-CL-COMMA-SAME", WithLength(" 24, 24"), 400, 200),
        Should("SMUG-CL-COMMA-TRIPLE", WithLength(" 24, 24, 24"), 400, 200),
        Should("SMUG-EXPECT-100-CL", Publish("Content-Length: 24\r\nExpect: 100-continue\r\n"), 400, 200),
        Should("SMUG-HEAD-CL-BODY", "HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 400, 200),
        Should("SMUG-OPTIONS-CL-BODY", "OPTIONS / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 400, 200, 204),
    ];

    private static IEnumerable<ProbeCase> Codings =>
    [
        Should("SMUG-CL-TE-BOTH", Publish("Content-Length: 35\r\nTransfer-Encoding: chunked\r\n", RequestBytes.Chunks), 400, 200),
        Must("SMUG-TE-XCHUNKED", Coding(" xchunked"), 400, 501),
        Must("SMUG-TE-TRAILING-SPACE", Coding(" chunked "), 400, 501),
        Must("SMUG-TE-SP-BEFORE-COLON", Publish("Transfer-Encoding : chunked\r\nContent-Length: 24\r\n"), 400),
        Should("SMUG-CLTE-PIPELINE", Publish("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", End), 400),
        Should("SMUG-TECL-PIPELINE", Publish(BothReversed, End), 400),
        Should("SMUG-TE-DOUBLE-CHUNKED", Coding(" chunked, chunked"), 400, 200),
        Should("SMUG-TE-CASE-MISMATCH", Coding(" Chunked"), 400, 200),
        Must("SMUG-TE-NOT-FINAL-CHUNKED", WithCoding(" chunked, gzip"), 400),
        Must("SMUG-TE-HTTP10", Coding(" chunked").Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal), 400),
        Must("SMUG-TE-EMPTY-VALUE", Coding(" "), 400),
        Should("SMUG-TE-LEADING-COMMA", Coding(" , chunked"), 400, 200),
        Must("SMUG-TE-DUPLICATE-HEADERS", Coding(" chunked\r\nTransfer-Encoding: identity"), 400),
        Must("SMUG-TE-VTAB", Coding(" \vchunked"), 400),
        Must("SMUG-TE-FORMFEED", Coding(" \fchunked"), 400),
        Must("SMUG-TE-NULL", Coding(" chunked\0"), 400),
        Must("SMUG-TE-IDENTITY", Coding(" identity"), 400, 501),
        Should("SMUG-TRANSFER_ENCODING", Publish("Transfer_Encoding: chunked\r\nContent-Length: 24\r\n"), 400, 200),
        Should("SMUG-CHUNKED-WITH-PARAMS", Coding(" chunked;ext=val"), 400, 200),
        Must("SMUG-TE-OBS-FOLD", Coding("\r\n chunked"), 400),
        Should("SMUG-TE-TRAILING-COMMA", Coding(" chunked,"), 400, 200),
        Should("SMUG-TE-TAB-BEFORE-VALUE", Coding("\tchunked"), 400, 200),
        Must("SMUG-OPTIONS-TE-OBS-FOLD", "OPTIONS / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\nhello", 400),
    ];

    private static IEnumerable<ProbeCase> Chunks =>
    [
        Must("SMUG-CHUNK-BARE-SEMICOLON", Chunk("18;\r\n", "\r\n"), 400),
        Must("SMUG-CHUNK-EXT-INVALID-TOKEN", Chunk("18;bad[=x\r\n", "\r\n"), 400),
        Must("SMUG-CHUNK-UNDERSCORE", Chunk("1_8\r\n", "\r\n"), 400),
        Must("SMUG-CHUNK-HEX-PREFIX", Chunk("0x18\r\n", "\r\n"), 400),
        Must("SMUG-CHUNK-SIZE-PLUS", Chunk("+18\r\n", "\r\n"), 400),
        Must("SMUG-CHUNK-SIZE-TRAILING-OWS", Chunk("18 \r\n", "\r\n"), 400),
        Must("SMUG-CHUNK-LEADING-SP", Chunk(" 18\r\n", "\r\n"), 400),
        Must("SMUG-CHUNK-MISSING-TRAILING-CRLF", Chunk("18\r\n", ""), 400),
        Should("SMUG-CHUNK-EXT-LF", Chunk("18;\n", "\r\n"), 400, 200),
        Must("SMUG-CHUNK-SPILL", Chunk("18\r\n", "!!\r\n"), 400),
        Should("SMUG-CHUNK-LF-TERM", Chunk("18\r\n", "\n"), 400, 200),
        Must("SMUG-CHUNK-EXT-CTRL", Chunk("18;\0ext\r\n", "\r\n"), 400),
        Must("SMUG-CHUNK-EXT-CR", Chunk("18;a\rX\r\n", "\r\n"), 400),
        Must("SMUG-CHUNK-NEGATIVE", Chunk("-1\r\n", "\r\n"), 400),
        Must("SMUG-CHUNK-BARE-CR-TERM", Chunk("18\r", "\r\n"), 400),
        Must("SMUG-CHUNK-INVALID-SIZE-DESYNC", InChunks("+0\r\n\r\nX"), 400),
        Should("SMUG-CHUNK-LF-TRAILER", InChunks($"18\r\n{Body}\r\n0\r\n\n"), 400, 200),
    ];

    private static IEnumerable<ProbeCase> Trailers =>
    [
        Should("SMUG-TRAILER-CL", Trailer("Content-Length: 50"), 400, 200),
        Should("SMUG-TRAILER-TE", Trailer("Transfer-Encoding: chunked"), 400, 200),
        Should("SMUG-TRAILER-HOST", Trailer("Host: evil.example"), 400, 200),
        Should("SMUG-TRAILER-AUTH", Trailer("Authorization: Bearer evil"), 400, 200),
        Should("SMUG-TRAILER-CONTENT-TYPE", Trailer("Content-Type: text/evil"), 400, 200),
    ];

    private static IEnumerable<ProbeCase> Smuggling =>
    [
        Ending("SMUG-CLTE-CONN-CLOSE", Publish(Both, End)),
        Ending("SMUG-TECL-CONN-CLOSE", Publish("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", End)),
        Ending("SMUG-CLTE-DESYNC", Publish("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", $"{End}X")),
        Ending("SMUG-TECL-DESYNC", Publish(BothReversed, $"{End}X")),
        Ending("SMUG-CLTE-SMUGGLED-GET", Hiding($" {Hidden}", " chunked")),
        Ending("SMUG-CLTE-SMUGGLED-GET-CL-PLUS", Hiding($" +{Hidden}", " chunked")),
        Ending("SMUG-CLTE-SMUGGLED-GET-CL-NON-NUMERIC", Hiding($" {Hidden}x", " chunked")),
        Ending("SMUG-CLTE-SMUGGLED-GET-TE-OBS-FOLD", Hiding($" {Hidden}", "\r\n chunked")),
        Ending("SMUG-CLTE-SMUGGLED-HEAD", Hiding($" {Hidden + 1}", " chunked").Replace("GET /smuggled", "HEAD /smuggled", StringComparison.Ordinal)),
        Ending("SMUG-CLTE-SMUGGLED-GET-TE-TRAILING-SPACE", Hiding($" {Hidden}", " chunked ")),
        Ending("SMUG-CLTE-SMUGGLED-GET-TE-LEADING-COMMA", Hiding($" {Hidden}", " , chunked")),
        Ending("SMUG-CLTE-SMUGGLED-GET-TE-CASE-MISMATCH", Hiding($" {Hidden}", " Chunked")),
        Ending("SMUG-TE-DUPLICATE-HEADERS-SMUGGLED-GET", Hiding($" {Hidden}", " chunked\r\nTransfer-Encoding: identity")),
        Ending("SMUG-TECL-SMUGGLED-GET", Publish("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", $"{Smuggled.Length:x}\r\n{Smuggled}\r\n{End}")),
        Ending("SMUG-DUPLICATE-CL-SMUGGLED-GET", Publish($"Content-Length: 0\r\nContent-Length: {Smuggled.Length}\r\n", Smuggled)),
    ];

    private static IEnumerable<ProbeCase> Bodies =>
    [
        Should("SMUG-GET-CL-PREFIX-DESYNC", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 25\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n", 400, 200),
        Should("SMUG-CL0-BODY-POISON", Publish("Content-Length: 0\r\n", "X"), 400),
        Should("SMUG-GET-CL-BODY-DESYNC", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 400, 200),
        Should("SMUG-OPTIONS-CL-BODY-DESYNC", "OPTIONS / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 400, 200, 204),
        Should("SMUG-EXPECT-100-CL-DESYNC", Publish("Content-Length: 24\r\nExpect: 100-continue\r\n"), 400, 417, 200),
        Should("SMUG-PIPELINE-SAFE", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        Must("SMUG-BARE-CR-HEADER-VALUE", Publish("Content-Length: 24\r\nX-Test: val\rue\r\n"), 400),
        Should("SMUG-ABSOLUTE-URI-HOST-MISMATCH", Get("GET http://other.example/ HTTP/1.1"), 400, 200),
        Must("SMUG-MULTIPLE-HOST-COMMA", Get("GET / HTTP/1.1", "Host: a, other.example\r\n"), 400),
    ];

    private static IEnumerable<ProbeCase> Normalisation =>
    [
        Should("NORM-UNDERSCORE-CL", Publish("Content-Length: 24\r\nContent_Length: 99\r\n"), 400, 200),
        Must("NORM-SP-BEFORE-COLON-CL", Publish("Content-Length: 24\r\nContent-Length : 5\r\n"), 400),
        Must("NORM-TAB-IN-NAME", Publish("Content-Length: 24\r\nContent\tLength: 99\r\n"), 400),
        Should("NORM-CASE-TE", Publish("Content-Length: 24\r\nTRANSFER-ENCODING: chunked\r\n"), 400),
        Should("NORM-UNDERSCORE-TE", Publish("Content-Length: 24\r\nTransfer_Encoding: chunked\r\n"), 400, 200),
    ];

    private static int Hidden => End.Length + Smuggled.Length;

    private static string Coding(string value) => Publish($"Transfer-Encoding:{value}\r\nContent-Length: 24\r\n");

    private static string Chunk(string sizeLine, string behind) => InChunks($"{sizeLine}{Body}{behind}{End}");

    private static string Trailer(string line) => InChunks($"18\r\n{Body}\r\n0\r\n{line}\r\n\r\n");

    private static string Hiding(string length, string coding) =>
        Publish($"Content-Length:{length}\r\nTransfer-Encoding:{coding}\r\n", End + Smuggled);

    private static ProbeCase Ending(string id, string request) => Must(id, request, 400) with { Ends = true };
}

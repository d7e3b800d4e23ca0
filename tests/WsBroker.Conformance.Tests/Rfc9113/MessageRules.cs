using WsBroker.Conformance.Tests.Clients.Http2;
using static WsBroker.Conformance.Tests.Clients.Http2.Http2Frame;

namespace WsBroker.Conformance.Tests.Rfc9113;

/// <summary>Rules of requests and of their compression: RFC 9113 §8, RFC 7541.</summary>
internal static class MessageRules
{
    private static readonly (string Name, string Value)[] _get = HeaderBlock.Get();

    public static IEnumerable<Rule> All => [.. Headers, .. Bodies, .. Compression];

    private static IEnumerable<Rule> Headers =>
    [
        Malformed("H2_04 8.2.1 a name in upper case", [.. _get, ("X-Test", "x")]),
        Malformed("H2_04 8.2.1 a space in a name", [.. _get, ("x test", "x")]),
        Malformed("H2_04 8.2.1 a colon in a name", [.. _get, ("x:test", "x")]),
        new("H2_04 8.2.1 an empty name", [Http2Frame.Headers(1, HeaderBlock.Of([.. _get, ("", "x")]), EndHeaders | EndStream)], Fate.End, 0, Http2Error.Protocol, Http2Error.Compression),
        Malformed("H2_04 8.2.1 CR LF in a value", [.. _get, ("x-test", "a\r\nb: c")]),
        Malformed("H2_04 8.2.1 CR in a value", [.. _get, ("x-test", "a\rb")]),
        Malformed("H2_04 8.2.1 LF in a value", [.. _get, ("x-test", "a\nb")]),
        Malformed("H2_04 8.2.1 NUL in a value", [.. _get, ("x-test", "a\0b")]),
        Malformed("H2_04 8.2.2 Connection", [.. _get, ("connection", "keep-alive")]),
        Malformed("H2_04 8.2.2 Upgrade", [.. _get, ("upgrade", "websocket")]),
        Malformed("H2_04 8.2.2 Transfer-Encoding", [.. _get, ("transfer-encoding", "chunked")]),
        Malformed("H2_04 8.2.2 Proxy-Connection", [.. _get, ("proxy-connection", "keep-alive")]),
        Malformed("H2_04 8.2.2 Keep-Alive", [.. _get, ("keep-alive", "timeout=5")]),
        Malformed("H2_04 8.2.2 TE other than trailers", [.. _get, ("te", "trailers, deflate;q=0.5")]),
        Malformed("8.3 an unknown pseudo-header", [.. _get, (":test", "x")]),
        Malformed("8.3 a pseudo-header of answers", [.. _get, (":status", "200")]),
        Malformed("8.3 a pseudo-header behind others", [.. _get[..3], ("x-test", "x"), _get[3]]),
        Malformed("8.3.1 an empty :path", [.. _get.Where(static header => header.Name is not ":path"), (":path", "")]),
        Malformed("8.3.1 no :method", [.. _get.Where(static header => header.Name is not ":method")]),
        Malformed("8.3.1 no :scheme", [.. _get.Where(static header => header.Name is not ":scheme")]),
        Malformed("8.3.1 no :path", [.. _get.Where(static header => header.Name is not ":path")]),
        Malformed("8.3.1 :method twice", [.. _get, (":method", "GET")]),
        Malformed("8.3.1 :scheme twice", [.. _get, (":scheme", "https")]),
        Malformed("8.3.1 :path twice", [.. _get, (":path", "/")]),
    ];

    private static IEnumerable<Rule> Bodies =>
    [
        Reset("8.1 a second block that does not end the stream", Post(), Http2Frame.Headers(1, HeaderBlock.Of(("x", "x")))),
        Reset("8.1 a pseudo-header in trailers", Post(), Http2Frame.Headers(1, HeaderBlock.Of((":method", "GET")), EndHeaders | EndStream)),
        Reset("8.1.1 a body that is shorter than Content-Length", Post(("content-length", "2")), Data(1, [1], EndStream)),
        Reset("8.1.1 a body that is longer than Content-Length", Post(("content-length", "1")), Data(1, [1], 0), Data(1, [1], EndStream)),
    ];

    private static IEnumerable<Rule> Compression =>
    [
        Undecodable("7541 2.3.3 an index that is not there", 0xFF, 0x00),
        Undecodable("7541 2.3.3 a name that is not there", 0x7F, 0x40, 0x01, (byte)'x'),
        Undecodable("7541 4.2 a change of the table's size at the end", 0x82, 0x20),
        Undecodable("7541 5.2 Huffman padding of more than 7 bits", 0x00, 0x85, 0xF2, 0xB2, 0x4A, 0x84, 0xFF, 0x84, 0x49, 0x50, 0x9F, 0xFF),
        Undecodable("7541 5.2 Huffman padding of zeros", 0x00, 0x85, 0xF2, 0xB2, 0x4A, 0x87, 0x80, 0x84, 0x49, 0x50, 0x9F, 0x00),
        Undecodable("7541 5.2 the end of all Huffman strings in one", 0x00, 0x85, 0xF2, 0xB2, 0x4A, 0x84, 0xFF, 0x87, 0xFF, 0xFF, 0xFF, 0xFD, 0x25, 0x42, 0x7F),
        Undecodable("7541 6.1 index 0", 0x80),
        Undecodable("7541 6.3 a table larger than was allowed", 0x3F, 0xE2, 0x1F),
        Undecodable("7541 5.1 an integer without end", 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F),
        Undecodable("7541 5.2 a string that is longer than the block", 0x00, 0x7F, 0xFF, 0x7F, (byte)'x'),
    ];

    private static Http2Frame Post(params (string, string)[] more) => Http2Frame.Headers(1, HeaderBlock.Of([.. HeaderBlock.Post(), .. more]));

    private static Rule Malformed(string name, (string, string)[] headers) =>
        new(name, [Http2Frame.Headers(1, HeaderBlock.Of(headers), EndHeaders | EndStream)], Fate.Reset, 1, Http2Error.Protocol);

    private static Rule Reset(string name, params Http2Frame[] frames) => new(name, frames, Fate.Reset, 1, Http2Error.Protocol);

    // Kestrel names a change of size at the end a protocol error, and index 0 an error of its own: the connection ends all the same
    private static Rule Undecodable(string name, params byte[] block) =>
        new(name, [Http2Frame.Headers(1, [.. HeaderBlock.Of(_get), .. block], EndHeaders | EndStream)], Fate.End, 0, Http2Error.Compression, Http2Error.Protocol, Http2Error.Internal);
}

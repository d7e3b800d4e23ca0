using WsBroker.Conformance.Tests.Clients.Http2;
using static WsBroker.Conformance.Tests.Clients.Http2.Http2Frame;

namespace WsBroker.Conformance.Tests.Rfc9113;

/// <summary>What is allowed, if unusual, and answered with 200: frames of RFC 9113 §6, requests of §8, and each form of a header in RFC 7541 §6.</summary>
internal static class AnsweredRules
{
    private const byte Whole = EndHeaders | EndStream;
    private const int Exclusive = unchecked((int)0x80000000);

    private static readonly (string Name, string Value)[] _request = HeaderBlock.Get();
    private static readonly byte[] _get = HeaderBlock.Of(_request);
    private static readonly byte[] _withBody = HeaderBlock.Of(HeaderBlock.Post());

    private static readonly byte[] _body = """{"topic":"t","text":"x"}"""u8.ToArray();

    public static IEnumerable<Rule> All => [.. Requests, .. Frames, .. Priorities, .. Compression];

    private static IEnumerable<Rule> Requests =>
    [
        Answered("8.1 GET", Headers(1, _get, Whole)),
        Answered("8.1 HEAD", Headers(1, HeaderBlock.Of(HeaderBlock.Get(method: "HEAD")), Whole)),
        Answered("8.1 POST", Headers(1, _withBody), Data(1, _body, EndStream)),
        Answered("8.1 POST with trailers", Headers(1, _withBody), Data(1, _body), Headers(1, HeaderBlock.Of(("x-test", "x")), Whole)),
    ];

    private static IEnumerable<Rule> Frames =>
    [
        Answered("6.1 DATA in several frames", Headers(1, _withBody), Data(1, _body[..5]), Data(1, _body[5..9]), Data(1, _body[9..], EndStream)),
        Answered("6.1 DATA with padding", Headers(1, _withBody), Data(1, [6, .. _body, .. new byte[6]], EndStream | Padded)),
        Answered("6.2 HEADERS with padding", Headers(1, [6, .. _get, .. new byte[6]], Whole | Padded)),
        Answered("6.2 HEADERS with a priority", Headers(1, [0, 0, 0, 0, 15, .. _get], Whole | Prioritized)),
        Answered("6.2 HEADERS with a priority and padding", Headers(1, [6, 0, 0, 0, 0, 15, .. _get, .. new byte[6]], Whole | Padded | Prioritized)),
        Answered("6.5 SETTINGS before", Http2Frame.Settings((3, 100), (4, 65_535)), Headers(1, _get, Whole)),
        Answered("6.9 WINDOW_UPDATE of the connection", Window(0, 1), Headers(1, _get, Whole)),
        Answered("6.9 WINDOW_UPDATE of the stream", Headers(1, _withBody), Window(1, 1), Data(1, _body, EndStream)),
        Answered("6.10 a request in a CONTINUATION", Headers(1, _get[..5], EndStream), Continuation(1, _get[5..])),
        Answered("6.10 a request in several CONTINUATIONs", Headers(1, _get[..5], EndStream), Continuation(1, _get[5..9], 0), Continuation(1, _get[9..12], 0), Continuation(1, _get[12..])),
        Answered("5.1 WINDOW_UPDATE on a half-closed stream", Headers(1, _get, Whole), Window(1, 1)),
    ];

    private static IEnumerable<Rule> Priorities =>
    [
        Answered("6.3 PRIORITY of the least weight", Ranked(1, 0, 0), Headers(1, _get, Whole)),
        Answered("6.3 PRIORITY of the greatest weight", Ranked(1, 0, 255), Headers(1, _get, Whole)),
        Answered("6.3 PRIORITY on another stream", Ranked(1, 3, 15), Headers(1, _get, Whole)),
        Answered("6.3 an exclusive PRIORITY", Ranked(1, 3 | Exclusive, 15), Headers(1, _get, Whole)),
        Answered("6.3 PRIORITY of a stream that begins later", Ranked(5, 0, 15), Headers(1, _get, Whole)),
        Answered("6.3 PRIORITY of a stream that is half-closed", Headers(1, _get, Whole), Ranked(1, 0, 15)),
    ];

    private static IEnumerable<Rule> Compression =>
    [
        Encoded("6.1 an indexed field", 0x90),
        Encoded("6.2.1 a name that is indexed, entered", 0x7A, 1, (byte)'x'),
        Encoded("6.2.1 a name that is indexed, and Huffman, entered", 0x7A, 0x81, 0xF3),
        Encoded("6.2.1 a new name, entered", 0x40, 1, (byte)'x', 1, (byte)'y'),
        Encoded("6.2.1 a new name in Huffman, entered", 0x40, 0x81, 0xF3, 0x81, 0xF5),
        Encoded("6.2.1 an entry that is used again", 0x40, 1, (byte)'x', 1, (byte)'y', 0xBE),
        Encoded("6.2.2 a name that is indexed, not entered", 0x0F, 0x2B, 1, (byte)'x'),
        Encoded("6.2.2 a name that is indexed, and Huffman, not entered", 0x0F, 0x2B, 0x81, 0xF3),
        Encoded("6.2.2 a new name, not entered", 0x00, 1, (byte)'x', 1, (byte)'y'),
        Encoded("6.2.2 a new name in Huffman, not entered", 0x00, 0x81, 0xF3, 0x81, 0xF5),
        Encoded("6.2.3 a name that is indexed, never entered", 0x1F, 0x2B, 1, (byte)'x'),
        Encoded("6.2.3 a name that is indexed, and Huffman, never entered", 0x1F, 0x2B, 0x81, 0xF3),
        Encoded("6.2.3 a new name, never entered", 0x10, 1, (byte)'x', 1, (byte)'y'),
        Encoded("6.2.3 a new name in Huffman, never entered", 0x10, 0x81, 0xF3, 0x81, 0xF5),
        Answered("7541 6.3 a change of the table's size", Headers(1, [0x3F, 0x62, .. _get], Whole)),
        Answered("7541 4.2 two changes of the table's size", Headers(1, [0x20, 0x3F, 0x62, .. _get], Whole)),
    ];

    private static Rule Answered(string name, params Http2Frame[] frames) => new(name, frames, Fate.Answered, 1);

    private static Rule Encoded(string name, params byte[] field) => Answered($"7541 {name}", Headers(1, [.. _get, .. field], Whole));

    private static Http2Frame Ranked(uint stream, int dependency, byte weight) =>
        new(PriorityType, 0, stream, [.. Number(unchecked((uint)dependency)), weight]);
}

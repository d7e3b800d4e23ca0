using System.Buffers;
using System.Text;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Legacy;
using WsBroker.WebSockets.Tests.Handshake;

namespace WsBroker.WebSockets.Tests.Legacy;

public sealed class HixieDialectTests
{
    private readonly HixieDialect _dialect = new();

    [Theory]
    [InlineData(false, "ws")]
    [InlineData(true, "wss")]
    public void The_answer_to_the_example_is_that_of_the_draft(bool isSecure, string scheme)
    {
        Assert.True(TryRead(HixieRequestText.Example, out var request, out _));
        var output = new ArrayBufferWriter<byte>();

        _dialect.WriteAccepted(output, request!, isSecure, "sample", extensions: null, default);

        Assert.Equal(
            "HTTP/1.1 101 WebSocket Protocol Handshake\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Origin: http://example.com\r\nSec-WebSocket-Location: {scheme}://example.com/demo\r\n"
            + "Sec-WebSocket-Protocol: sample\r\n\r\n8jKS'y:G*Co,Wxa-",
            Encoding.Latin1.GetString(output.WrittenSpan));
    }

    [Fact]
    public void The_location_has_the_query_and_no_origin_is_null()
    {
        var head = HixieRequestText.Replacing("Origin");
        head = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(head).Replace("/demo ", "/demo?a=b ", StringComparison.Ordinal));
        Assert.True(TryRead(head, out var request, out _));
        var output = new ArrayBufferWriter<byte>();

        _dialect.WriteAccepted(output, request!, isSecure: false, subprotocol: null, extensions: null, default);

        var lines = Encoding.Latin1.GetString(output.WrittenSpan).Split("\r\n");
        Assert.Contains("Sec-WebSocket-Location: ws://example.com/demo?a=b", lines, StringComparer.Ordinal);
        Assert.Contains("Sec-WebSocket-Origin: null", lines, StringComparer.Ordinal);
        Assert.DoesNotContain(lines, static line => line.StartsWith("Sec-WebSocket-Protocol", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sec-WebSocket-Key1", UpgradeRefusal.KeyMissing)]
    [InlineData("Sec-WebSocket-Key2", UpgradeRefusal.KeyMissing)]
    [InlineData("Sec-WebSocket-Key1", UpgradeRefusal.KeyMalformed, "Sec-WebSocket-Key1: 123")]
    [InlineData("Sec-WebSocket-Key2", UpgradeRefusal.KeyMalformed, "Sec-WebSocket-Key2: 1 2 3")]
    [InlineData("Sec-WebSocket-Key2", UpgradeRefusal.KeyRepeated, "Sec-WebSocket-Key2: 1 2", "Sec-WebSocket-Key2: 1 2")]
    [InlineData("Sec-WebSocket-Protocol", UpgradeRefusal.SubprotocolsMalformed, "Sec-WebSocket-Protocol: a,,b")]
    [InlineData("Host", UpgradeRefusal.HostMissing)]
    [InlineData("Origin", UpgradeRefusal.OriginRepeated, "Origin: http://a.example", "Origin: http://b.example")]
    [InlineData("Origin", UpgradeRefusal.OriginNotAllowed, "Origin: http://b\u00FCcher.example")]
    [InlineData("Upgrade", UpgradeRefusal.UpgradeNotWebSocket, "Upgrade: h2c")]
    [InlineData("Connection", UpgradeRefusal.ConnectionNotUpgrade, "Connection: close")]
    [InlineData("Host", UpgradeRefusal.BodyAnnounced, "Host: example.com", "Content-Length: 8")]
    public void A_request_that_breaks_a_rule_is_refused(string name, UpgradeRefusal expected, params string[] lines)
    {
        Assert.False(TryRead(HixieRequestText.Replacing(name, lines), out _, out var refusal));
        Assert.Equal(expected, refusal);
    }

    [Fact]
    public void Its_requests_are_known_by_their_keys_and_by_no_version()
    {
        Assert.True(Recognises(HixieRequestText.Example));
        Assert.True(Recognises(HixieRequestText.Replacing("Sec-WebSocket-Key1")));
        Assert.False(Recognises(HixieRequestText.Replacing("Origin", "Sec-WebSocket-Version: 13")));
        Assert.False(Recognises(RequestText.With()));
    }

    [Fact]
    public void Frames_are_those_of_the_draft()
    {
        Assert.Equal("0068C3A9FF", Hex(_dialect.Frame(Opcode.Text, "h\u00E9"u8)));
        Assert.Equal("00FF", Hex(_dialect.Frame(Opcode.Text, [])));
        Assert.Equal("8000", Hex(_dialect.Frame(Opcode.Ping, [1])));
        Assert.Equal("FF00", Hex(_dialect.CloseFrame(CloseCode.GoingAway, "why")));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("00", "AA==")]
    [InlineData("00FF10", "AP8Q")]
    public void Bytes_are_sent_as_text_in_Base64(string hex, string expected)
    {
        var payload = Convert.FromHexString(hex);
        var output = new ArrayBufferWriter<byte>();

        _dialect.WriteMessage(output, isBinary: true, payload);

        Assert.Equal($"00{Convert.ToHexString(Encoding.ASCII.GetBytes(expected))}FF", Convert.ToHexString(output.WrittenSpan));
        Assert.Equal(output.WrittenMemory, _dialect.Frame(Opcode.Binary, payload));
    }

    private bool Recognises(byte[] head) => RequestHead.TryParse(head, out var parsed, out _) && _dialect.Recognises(parsed);

    private bool TryRead(byte[] head, out UpgradeRequest? request, out UpgradeRefusal refusal)
    {
        Assert.True(RequestHead.TryParse(head, out var parsed, out _));
        return _dialect.TryRead(parsed, Encoding.Latin1.GetBytes(HixieRequestText.Tail), out request, out refusal);
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Legacy;
using WsBroker.WebSockets.Messages;
using WsBroker.WebSockets.Tests.Handshake;
using WsBroker.WebSockets.Tests.Messages;

namespace WsBroker.WebSockets.Tests.Legacy;

public sealed class HybiDialectTests
{
    private readonly HybiDialect _dialect = new("8");

    [Theory]
    [InlineData("Sec-WebSocket-Origin: http://page.example", "http://page.example")]
    [InlineData("Origin: http://page.example", "http://page.example")]
    [InlineData("X: y", null)]
    public void The_origin_is_in_the_header_of_the_draft_or_in_the_later_one(string line, string? expected)
    {
        Assert.True(TryRead(Request("8", line), out var request, out _));
        Assert.Equal(expected, request!.Origin);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Origin: http://page.example", "Origin: http://evil.example")]
    [InlineData("Sec-WebSocket-Origin: http://page.example", "Sec-WebSocket-Origin: http://evil.example")]
    public void Two_origins_are_refused(params string[] lines)
    {
        Assert.False(TryRead(Request("8", lines), out _, out var refusal));
        Assert.Equal(UpgradeRefusal.OriginRepeated, refusal);
    }

    [Theory]
    [InlineData("8", true)]
    [InlineData("7", false)]
    [InlineData("13", false)]
    [InlineData("8, 13", false)]
    public void Its_requests_are_known_by_their_version(string version, bool expected)
    {
        Assert.True(RequestHead.TryParse(Request(version), out var head, out _));
        Assert.Equal(expected, _dialect.Recognises(head));
    }

    [Fact]
    public void The_answer_is_that_of_RFC_6455()
    {
        Assert.True(TryRead(Request("8"), out var request, out _));
        var output = new ArrayBufferWriter<byte>();

        _dialect.WriteAccepted(output, request!, isSecure: false, "sample", extensions: null, default);

        var answer = Encoding.ASCII.GetString(output.WrittenSpan);
        Assert.Contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Protocol: sample\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1001, 1001)]
    [InlineData(1002, 1002)]
    [InlineData(1003, 1003)]
    [InlineData(1004, 1004)]
    [InlineData(1007, 1007)]
    [InlineData(1008, 1002)]
    [InlineData(1009, 1004)]
    [InlineData(1011, 1001)]
    [InlineData(1012, 1001)]
    [InlineData(1013, 1001)]
    [InlineData(4000, 4000)]
    public void Close_codes_are_those_that_the_drafts_know(int code, int expected)
    {
        var frame = _dialect.CloseFrame((CloseCode)code, "reason").Span;

        Assert.Equal([0x88, 8, (byte)(expected >> 8), (byte)expected, .. "reason"u8], frame.ToArray());
    }

    [Fact]
    public void No_code_is_answered_with_none() =>
        Assert.Equal([0x88, 0], _dialect.CloseFrame(CloseCode.NoStatusReceived, "").ToArray());

    [Fact]
    public void Messages_are_those_of_RFC_6455_and_are_shared() =>
        Assert.Same(Rfc6455Dialect.Instance, _dialect.SharesMessagesWith);

    [Fact]
    public void A_client_may_say_that_a_frame_was_too_large() =>
        ClosesAtEveryCut(1004, Heard.Close((CloseCode)1004, []));

    [Theory]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(999)]
    public void Other_codes_are_refused_as_ever(int code) =>
        ClosesAtEveryCut(code, Heard.Refusal(CloseCode.ProtocolError, ViolationReason.CloseCodeNotAllowed));

    private void ClosesAtEveryCut(int code, Heard expected)
    {
        var payload = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        foreach (var parts in SplitBytes.Everywhere([0x88, 0x82, 0, 0, 0, 0, .. payload]))
        {
            using var reader = _dialect.CreateReader(new MessageLimits(), inflation: null);
            Assert.Equal([expected], Heard.From(reader, parts));
        }
    }

    private static byte[] Request(string version, params string[] lines) =>
        RequestText.Replacing("Sec-WebSocket-Version", [$"Sec-WebSocket-Version: {version}", .. lines]);

    private bool TryRead(byte[] bytes, out UpgradeRequest? request, out UpgradeRefusal refusal)
    {
        Assert.True(RequestHead.TryParse(bytes, out var head, out _));
        return _dialect.TryRead(head, [], out request, out refusal);
    }
}

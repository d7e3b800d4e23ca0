using System.Buffers;
using System.Text;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.EventStreams;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.Tests.EventStreams;

public sealed class EventStreamDialectTests
{
    private static readonly EventStreamDialect _dialect = new("/events");

    [Theory]
    [InlineData("GET /events HTTP/1.1", true)]
    [InlineData("GET /events?x HTTP/1.0", true)]
    [InlineData("GET /events/ HTTP/1.1", false)]
    [InlineData("GET /Events HTTP/1.1", false)]
    [InlineData("HEAD /events HTTP/1.1", false)]
    [InlineData("GET /events HTTP/1.1\r\nUpgrade: websocket", false)]
    [InlineData("GET /events HTTP/1.1\r\nUpgrade: h2c", true)]
    public void A_GET_at_its_path_that_asks_for_no_WebSocket_is_its_own(string request, bool isOwn)
    {
        Assert.True(RequestHead.TryParse(Encoding.ASCII.GetBytes($"{request}\r\nHost: a\r\n\r\n"), out var head, out _));

        Assert.Equal(isOwn, _dialect.Recognises(head));
    }

    [Theory]
    [InlineData("", "a=1")]
    [InlineData("Last-Event-ID: e:1,f:2\r\n", "lastEventId=e%3A1%2Cf%3A2&a=1")]
    [InlineData("Last-Event-ID:\r\n", "a=1")]
    [InlineData("Last-Event-ID: a\r\nLast-Event-ID: b\r\n", "lastEventId=a%2C%20b&a=1")]
    public void The_last_id_stands_in_front_of_the_query(string header, string query)
    {
        Assert.True(RequestHead.TryParse(Encoding.ASCII.GetBytes($"GET /events?a=1 HTTP/1.1\r\nHost: a\r\n{header}\r\n"), out var head, out _));

        Assert.True(_dialect.TryRead(head, [], out var request, out _));

        Assert.Equal(query, request.Query);
    }

    [Fact]
    public void An_origin_that_would_end_its_line_or_is_no_ASCII_is_not_given_back()
    {
        Assert.True(RequestHead.TryParse(Encoding.Latin1.GetBytes("GET /events HTTP/1.1\r\nHost: a\r\nOrigin: http://b\u00FC\r\n\r\n"), out var head, out _));
        Assert.True(_dialect.TryRead(head, [], out var request, out _));
        var output = new ArrayBufferWriter<byte>();

        _dialect.WriteAccepted(output, request, isSecure: false, subprotocol: null, extensions: null, DateTimeOffset.UnixEpoch);

        Assert.DoesNotContain("Access-Control", Encoding.Latin1.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    public void Pings_are_comments_messages_stay_as_they_are_and_the_close_is_an_event()
    {
        Assert.Equal(":\n\n"u8, _dialect.Frame(Opcode.Ping, []).Span);
        Assert.Equal("data: x\n\n"u8, _dialect.Frame(Opcode.Text, "data: x\n\n"u8).Span);
        Assert.Equal(
            "event: closed\ndata: {\"code\":1013,\"reason\":\"a \\u0022b\\u0022\\n\"}\n\n", Encoding.UTF8.GetString(_dialect.CloseFrame(CloseCode.TryAgainLater, "a \"b\"\n").Span));
    }

    [Fact]
    public void Whatever_a_client_sends_is_nothing()
    {
        using var reader = _dialect.CreateReader(new MessageLimits(), inflation: null);
        Span<byte> input = [0x88, 0x80, 1, 2, 3, 4];

        Assert.Equal(IncomingKind.NeedMoreData, reader.Read(ref input).Kind);
        Assert.True(input.IsEmpty);
    }
}

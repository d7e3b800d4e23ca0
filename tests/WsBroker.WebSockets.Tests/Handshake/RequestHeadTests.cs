using System.Text;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Tests.Handshake;

public sealed class RequestHeadTests
{
    [Theory]
    [InlineData("/ws", "/ws", "")]
    [InlineData("/ws?", "/ws", "")]
    [InlineData("/ws?a=b?c", "/ws", "a=b?c")]
    [InlineData("//ws", "//ws", "")]
    [InlineData("/ws/../admin", "/ws/../admin", "")]
    [InlineData("/ws%2f%00?%0d%0a", "/ws%2f%00", "%0d%0a")]
    [InlineData("http://a/ws?b", "http://a/ws", "b")]
    [InlineData("*", "*", "")]
    [InlineData("a.example:443", "a.example:443", "")]
    public void HS_37_The_target_is_cut_at_the_question_mark_and_not_otherwise_touched(
        string target, string path, string query)
    {
        var parsed = RequestHead.TryParse(RequestText.WithRequestLine($"GET {target} HTTP/1.1"), out var head, out _);

        Assert.True(parsed);
        Assert.Equal(target, Encoding.ASCII.GetString(head.Target));
        Assert.Equal(path, Encoding.ASCII.GetString(head.Path));
        Assert.Equal(query, Encoding.ASCII.GetString(head.Query));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1", "Host: a", "Accept: */*")]
    [InlineData("POST /publish?topic=a HTTP/1.1", "Host: a", "Content-Length: 3")]
    [InlineData("OPTIONS * HTTP/1.1", "Host: a", "X-Empty:")]
    [InlineData("CONNECT a:1 HTTP/1.1", "Host: a:1", "X_y!#$%&'*+-.^`|~: \"any\", (thing)\t=;")]
    [InlineData("GET / HTTP/1.0")]
    [InlineData("PRI * HTTP/2.0")]
    [InlineData("GET / HTTP/1.1", "Host: a", "X-Latin: caf\u00E9")]
    public void Plain_HTTP_is_parsed_and_does_not_ask_for_WebSocket(params string[] lines)
    {
        var parsed = RequestHead.TryParse(RequestText.Bytes(lines), out var head, out _);

        Assert.True(parsed);
        Assert.False(head.AsksForWebSocket);
    }

    [Theory]
    [InlineData("Upgrade: websocket")]
    [InlineData("upgrade: h2c , WebSocket")]
    [InlineData("Sec-WebSocket-Key: x")]
    [InlineData("sec-websocket-version: 7")]
    public void Any_trace_of_WebSocket_asks_for_it(string line)
    {
        Assert.True(RequestHead.TryParse(RequestText.Bytes("POST / HTTP/1.0", line), out var head, out _));

        Assert.True(head.AsksForWebSocket);
    }

    [Theory]
    [InlineData("GET /")]
    [InlineData("GET  / HTTP/1.1")]
    [InlineData("GET / HTTP/1.1 ")]
    [InlineData(" / HTTP/1.1")]
    [InlineData("GET / a HTTP/1.1")]
    [InlineData("GET / HTTP/11")]
    [InlineData("GET / HTTP/1.x")]
    [InlineData("GET / http/1.1")]
    [InlineData("GET / HTTP/1.10")]
    [InlineData("G(T / HTTP/1.1")]
    [InlineData("GET /\u00E9 HTTP/1.1")]
    [InlineData("GET /\u0001 HTTP/1.1")]
    [InlineData("")]
    public void HS_38_A_malformed_request_line_is_refused(string line)
    {
        var parsed = RequestHead.TryParse(RequestText.WithRequestLine(line), out _, out var refusal);

        Assert.False(parsed);
        Assert.Equal(UpgradeRefusal.RequestLineMalformed, refusal);
    }

    [Theory]
    [InlineData("no colon")]
    [InlineData(": no name")]
    [InlineData("space : before colon")]
    [InlineData(" folded: line")]
    [InlineData("b\u00E9d: name")]
    [InlineData("control: \u0001")]
    [InlineData("delete: \u007F")]
    [InlineData("nul: \0")]
    [InlineData("bare: \r")]
    [InlineData("bare: \n")]
    public void A_malformed_header_line_is_refused(string line)
    {
        var parsed = RequestHead.TryParse(RequestText.With(line), out _, out var refusal);

        Assert.False(parsed);
        Assert.Equal(UpgradeRefusal.HeaderLineMalformed, refusal);
    }

    [Fact]
    public void Headers_are_looked_up_without_case_and_without_the_white_space_around_them()
    {
        var bytes = RequestText.Bytes("GET / HTTP/1.1", "A: 1", "aB: \t two words \t", "AB:3");
        Assert.True(RequestHead.TryParse(bytes, out var head, out _));

        Assert.True(head.TryGetHeader("Ab"u8, out var first));
        Assert.Equal("two words", Encoding.ASCII.GetString(first));
        Assert.Equal(2, head.Count("ab"u8));
        Assert.Equal("two words, 3", head.CombinedHeader("AB"u8));
        Assert.False(head.TryGetHeader("B"u8, out _));
        Assert.Null(head.CombinedHeader("abc"u8));
    }

    [Theory]
    [InlineData("close, Upgrade", true)]
    [InlineData("upgrade", true)]
    [InlineData("close,UPGRADE ,x", true)]
    [InlineData("NotUpgrade", false)]
    [InlineData("Upgrade d", false)]
    [InlineData("", false)]
    [InlineData(",,", false)]
    public void HS_11_A_list_contains_whole_tokens_only(string value, bool expected)
    {
        var bytes = RequestText.Bytes("GET / HTTP/1.1", $"Connection: {value}");
        Assert.True(RequestHead.TryParse(bytes, out var head, out _));

        Assert.Equal(expected, head.ListContains("connection"u8, "upgrade"u8));
    }

    [Fact]
    public void Any_bytes_end_in_an_answer_and_never_in_an_exception()
    {
        var random = new SeededBytes(99);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = RequestText.With("a: b");
            for (var change = random.Below(4); change >= 0; change--)
            {
                bytes[random.Below(bytes.Length)] = random.Next(1)[0];
            }

            var parsed = RequestHead.TryParse(bytes.AsSpan(random.Below(3)), out var head, out var refusal);

            Assert.Equal(parsed, refusal is UpgradeRefusal.None);
            if (parsed)
            {
                Assert.Equal(
                    UpgradeRequestReader.TryRead(head, out var request, out var why), why is UpgradeRefusal.None);
                Assert.Equal(request is null, why is not UpgradeRefusal.None);
            }
        }
    }
}

using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Legacy;

/// <summary>draft-hixie-thewebsocketprotocol-76, as Safari 5 and Chrome 6 to 13 spoke it.</summary>
public sealed class Hixie76Tests(LegacyFixture broker) : IClassFixture<LegacyFixture>
{
    private const string Tail = "^n:ds[4U";
    private const string Answer = "8jKS'y:G*Co,Wxa-";

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    public async Task The_example_of_the_draft_is_answered_as_in_the_draft(int writeSize)
    {
        using var client = await OldClient.ConnectAsync(broker.Address, Request("/echo") + Tail, writeSize);

        await client.ExpectAsync(
            "HTTP/1.1 101 WebSocket Protocol Handshake\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Origin: http://example.com\r\nSec-WebSocket-Location: ws://example.com/echo\r\n\r\n" + Answer);
    }

    [Fact]
    public async Task Text_comes_back_and_the_closing_frame_is_answered()
    {
        using var client = await OpenAsync("/echo");

        await client.WriteAsync("\u0000hello\u00FF\u0080\u0002xx\u0000\u00C3\u00A9\u00FF\u00FF\u0000");

        await client.ExpectAsync("\u0000hello\u00FF\u0000\u00C3\u00A9\u00FF\u00FF\u0000");
        await client.ReadEndAsync();
    }

    [Fact]
    public async Task It_meets_clients_of_RFC_6455_in_a_topic()
    {
        var topic = TopicNames.Next();
        using var old = await OpenAsync($"/topics/{topic}");
        using var modern = await StrictClient.OpenAsync(broker.Address, $"/topics/{topic}");

        await old.WriteAsync("\u0000from old\u00FF");
        await modern.ExpectAsync(ClientFrame.Text("from old"));
        await modern.WriteAsync(ClientFrame.Text("from modern"));
        await modern.WriteAsync(ClientFrame.Binary(new byte[] { 0x00, 0xFF, 0x10 }));

        await old.ExpectAsync("\u0000from modern\u00FF\u0000AP8Q\u00FF");
    }

    [Fact]
    public async Task It_speaks_the_JSON_protocol_when_it_asks_for_it()
    {
        var request = Request("/", "Sec-WebSocket-Protocol: wsbroker.v1.json");
        using var client = await OldClient.ConnectAsync(broker.Address, request + Tail);
        Assert.Contains("\r\nSec-WebSocket-Protocol: wsbroker.v1.json\r\n", await client.ReadHeadAsync(), StringComparison.Ordinal);
        await client.ExpectAsync(Answer);

        await client.WriteAsync("\u0000{\"id\":1,\"ping\":{}}\u00FF");

        await client.ExpectAsync("\u0000{\"id\":1,\"pong\":{}}\u00FF");
    }

    [Theory]
    [InlineData("\u0000\u00ED\u00A0\u0080\u00FF")]
    [InlineData("\u0080\u00FF\u00FF\u00FF\u00FF\u007F")]
    [InlineData("\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080")]
    public async Task What_breaks_a_rule_or_a_limit_is_closed(string bytes)
    {
        using var client = await OpenAsync("/echo");

        await client.WriteAsync(bytes);

        await client.ExpectAsync("\u00FF\u0000");
        await client.ReadEndAsync();
    }

    [Fact]
    public async Task Text_longer_than_a_message_may_be_is_closed_before_its_end()
    {
        using var client = await OpenAsync("/echo");

        await client.WriteAsync("\u0000" + new string('a', Settings.MaxMessageBytes + 1));

        await client.ExpectAsync("\u00FF\u0000");
        await client.ReadEndAsync();
    }

    [Fact]
    public async Task HS_13_Pages_from_elsewhere_are_refused_as_ever()
    {
        await using var server = await ServerProcess.StartAsync("--legacy");
        var request = Request("/").Replace("Origin: http://example.com", "Origin: http://evil.example", StringComparison.Ordinal);
        using var client = await OldClient.ConnectAsync(server.Http, request + Tail);

        Assert.StartsWith("HTTP/1.1 403 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HS_38_Without_the_option_it_is_answered_426_and_nothing_of_it_is_read_as_frames()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await StrictClient.ConnectAsync(server.Http);

        await client.WriteAsync(System.Text.Encoding.Latin1.GetBytes(Request("/") + Tail));

        var refusal = await client.ReadRefusalAsync();
        Assert.Equal(426, refusal.Status);
        Assert.Equal("13", refusal["Sec-WebSocket-Version"]);
    }

    private async Task<OldClient> OpenAsync(string target)
    {
        var client = await OldClient.ConnectAsync(broker.Address, Request(target) + Tail);
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        await client.ExpectAsync(Answer);
        return client;
    }

    private static string Request(string target, params string[] lines) =>
        $"GET {target} HTTP/1.1\r\nHost: example.com\r\nConnection: Upgrade\r\nSec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n"
        + "Upgrade: WebSocket\r\nSec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\nOrigin: http://example.com\r\n"
        + string.Concat(lines.Select(static line => $"{line}\r\n")) + "\r\n";
}

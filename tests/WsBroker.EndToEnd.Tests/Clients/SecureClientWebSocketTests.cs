using System.Net.WebSockets;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>.NET's own client over TLS, on connections of HTTP/1.1 and on streams of HTTP/2 (RFC 8441).</summary>
public sealed class SecureClientWebSocketTests(SecureBrokerFixture broker) : IClassFixture<SecureBrokerFixture>
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_of_all_sizes_pass_between_TLS_and_the_plain_port(bool isHttp2)
    {
        using var connections = WebSocketPeer.Connections(broker.Certificate);
        var topic = broker.NextTopic();
        using var plain = await WebSocketPeer.RawAsync(broker.Process.Ws, topic);
        using var secure = await ConnectAsync(connections, isHttp2, $"topics/{topic}");

        foreach (var size in (int[])[0, 1, 125, 126, 16_383, 16_384, 16_385, 65_535, 65_536, Mebibyte])
        {
            byte[] bytes = [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7))];
            await secure.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true);
            AssertSame(bytes, await plain.ReceiveAsync());
            await plain.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true);
            AssertSame(bytes, await secure.ReceiveAsync());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_close_is_answered_in_kind(bool isHttp2)
    {
        using var connections = WebSocketPeer.Connections(broker.Certificate);
        using var client = await ConnectAsync(connections, isHttp2, $"topics/{broker.NextTopic()}");

        await client.CloseAsync();

        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_subprotocol_is_agreed_on(bool isHttp2)
    {
        using var connections = WebSocketPeer.Connections(broker.Certificate);
        using var client = await ConnectAsync(connections, isHttp2, "", "wsbroker.v1.json");

        var pong = await client.AskAsync(new { id = 1, ping = new { } });

        Assert.Equal("wsbroker.v1.json", client.Subprotocol);
        Assert.Equal(1, pong.GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Many_sockets_share_one_connection_of_HTTP_2_and_each_gets_all()
    {
        const int count = 50;
        using var connections = WebSocketPeer.Connections(broker.Certificate);
        var topic = broker.NextTopic();
        var peers = new List<WebSocketPeer>();
        for (var i = 0; i < count; i++)
        {
            peers.Add(await ConnectAsync(connections, isHttp2: true, $"topics/{topic}?echo=true"));
        }

        foreach (var peer in peers)
        {
            await peer.SendAsync("x");
        }

        foreach (var peer in peers)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.Equal("x", await peer.ReceiveTextAsync());
            }
        }

        peers.ForEach(peer => peer.Dispose());
    }

    [Theory]
    [InlineData("nowhere", null, "404")]
    [InlineData("topics/a%23", null, "400")]
    [InlineData("topics/a?mode=x", null, "400")]
    [InlineData("topics/a", "https://evil.example", "403")]
    public async Task H2_01_A_stream_is_refused_as_the_plain_port_refuses(string target, string? origin, string status)
    {
        using var connections = WebSocketPeer.Connections(broker.Certificate);

        var refused = await Assert.ThrowsAsync<WebSocketException>(
            () => WebSocketPeer.Http2Async(connections, broker.Process.Wss, target, origin: origin));

        Assert.Contains(status, refused.ToString(), StringComparison.Ordinal);
    }

    private static void AssertSame(byte[] sent, (WebSocketMessageType Kind, byte[] Bytes) received) => Assert.True(
        sent.AsSpan().SequenceEqual(received.Bytes), $"{received.Bytes.Length} bytes arrived, {sent.Length} were sent");

    private Task<WebSocketPeer> ConnectAsync(HttpMessageInvoker connections, bool isHttp2, string target, string? subprotocol = null) =>
        isHttp2
            ? WebSocketPeer.Http2Async(connections, broker.Process.Wss, target, subprotocol)
            : WebSocketPeer.SecureAsync(broker.Certificate, broker.Process.Wss, target, subprotocol);
}

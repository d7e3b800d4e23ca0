using System.Net.WebSockets;
using System.Text;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>The raw endpoint as .NET's own client sees it.</summary>
public sealed class ClientWebSocketTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(Mebibyte)]
    public async Task A_message_of_any_size_reaches_another_client_unchanged(int size)
    {
        var topic = broker.NextTopic();
        using var subscriber = await WebSocketPeer.RawAsync(broker.Process.Ws, topic, "?mode=sub");
        using var publisher = await WebSocketPeer.RawAsync(broker.Process.Ws, topic);
        byte[] binary = [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7))];
        var text = Encoding.ASCII.GetBytes(new string('t', size));

        await publisher.SendAsync(binary, WebSocketMessageType.Binary, endOfMessage: true);
        await publisher.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true);

        AssertMessage(WebSocketMessageType.Binary, binary, await subscriber.ReceiveAsync());
        AssertMessage(WebSocketMessageType.Text, text, await subscriber.ReceiveAsync());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task A_message_sent_in_fragments_arrives_as_one(int fragments)
    {
        var topic = broker.NextTopic();
        using var subscriber = await WebSocketPeer.RawAsync(broker.Process.Ws, topic, "?mode=sub");
        using var publisher = await WebSocketPeer.RawAsync(broker.Process.Ws, topic);

        for (var i = 0; i < fragments; i++)
        {
            await publisher.SendAsync(new byte[] { (byte)i }, WebSocketMessageType.Binary, endOfMessage: i == fragments - 1);
        }

        byte[] whole = [.. Enumerable.Range(0, fragments).Select(i => (byte)i)];
        AssertMessage(WebSocketMessageType.Binary, whole, await subscriber.ReceiveAsync());
    }

    [Fact]
    public async Task A_publisher_hears_itself_only_with_echo()
    {
        var topic = broker.NextTopic();
        using var deaf = await WebSocketPeer.RawAsync(broker.Process.Ws, topic);
        using var hearing = await WebSocketPeer.RawAsync(broker.Process.Ws, topic, "?echo=true");

        await deaf.SendAsync("from the deaf one");
        Assert.Equal("from the deaf one", await hearing.ReceiveTextAsync());
        await hearing.SendAsync("from the hearing one");

        Assert.Equal("from the hearing one", await hearing.ReceiveTextAsync());
        Assert.Equal("from the hearing one", await deaf.ReceiveTextAsync());
    }

    [Fact]
    public async Task A_latecomer_begins_with_as_much_of_the_history_as_it_asks_for()
    {
        var topic = broker.NextTopic();
        using var publisher = await WebSocketPeer.RawAsync(broker.Process.Ws, topic, "?echo=true");
        foreach (var text in (string[])["one", "two", "three"])
        {
            await publisher.SendAsync(text);
            await publisher.ReceiveTextAsync();
        }

        using var latecomer = await WebSocketPeer.RawAsync(broker.Process.Ws, topic, "?last=2");
        await publisher.SendAsync("four");

        Assert.Equal("two", await latecomer.ReceiveTextAsync());
        Assert.Equal("three", await latecomer.ReceiveTextAsync());
        Assert.Equal("four", await latecomer.ReceiveTextAsync());
    }

    [Fact]
    public async Task A_close_is_answered_in_kind()
    {
        using var client = await WebSocketPeer.RawAsync(broker.Process.Ws, broker.NextTopic());

        await client.CloseAsync();

        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    private static void AssertMessage(WebSocketMessageType kind, byte[] bytes, (WebSocketMessageType Kind, byte[] Bytes) received)
    {
        Assert.Equal(kind, received.Kind);
        Assert.True(bytes.AsSpan().SequenceEqual(received.Bytes), $"{received.Bytes.Length} bytes arrived, {bytes.Length} were sent");
    }
}

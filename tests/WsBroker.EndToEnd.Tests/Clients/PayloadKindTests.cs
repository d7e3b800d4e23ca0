using System.Net.WebSockets;
using System.Text;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>A payload keeps its kind on its way between raw and JSON clients.</summary>
public sealed class PayloadKindTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private static readonly byte[] _bytes = [0, 1, 2, 0xFF, 0xFE];

    [Fact]
    public async Task Raw_text_is_text_in_JSON()
    {
        var (raw, json) = await ConnectAsync();

        await raw.SendAsync("κόσμε \" \n");

        var message = (await json.ReceiveJsonAsync()).GetProperty("message");
        Assert.Equal("κόσμε \" \n", message.GetProperty("text").GetString());
        Assert.False(message.TryGetProperty("data", out _) || message.TryGetProperty("base64", out _), $"{message}");
    }

    [Fact]
    public async Task Raw_binary_is_base64_in_JSON()
    {
        var (raw, json) = await ConnectAsync();

        await raw.SendAsync(_bytes, WebSocketMessageType.Binary, endOfMessage: true);

        var message = (await json.ReceiveJsonAsync()).GetProperty("message");
        Assert.Equal(_bytes, message.GetProperty("base64").GetBytesFromBase64());
        Assert.False(message.TryGetProperty("data", out _) || message.TryGetProperty("text", out _), $"{message}");
    }

    [Theory]
    [InlineData("""{ "kept" : [1.0, 1e2, "\u00e9"],  "as":"written" }""")]
    [InlineData("null")]
    [InlineData("\"a string\"")]
    [InlineData("12345678901234567890.0")]
    public async Task JSON_data_is_raw_text_byte_for_byte(string data)
    {
        var (raw, json, topic) = await ConnectToTopicAsync();

        await json.SendAsync($$$"""{"publish":{"topic":"{{{topic}}}","data":{{{data}}}}}""");

        Assert.Equal((WebSocketMessageType.Text, data), AsText(await raw.ReceiveAsync()));
        Assert.Equal(data, (await json.ReceiveJsonAsync()).GetProperty("message").GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task JSON_text_is_raw_text_and_base64_is_raw_binary()
    {
        var (raw, json, topic) = await ConnectToTopicAsync();

        await json.SendJsonAsync(new { publish = new { topic, text = "plain – ✓" } });
        await json.SendJsonAsync(new { publish = new { topic, base64 = Convert.ToBase64String(_bytes) } });

        Assert.Equal((WebSocketMessageType.Text, "plain – ✓"), AsText(await raw.ReceiveAsync()));
        var (kind, bytes) = await raw.ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Binary, kind);
        Assert.Equal(_bytes, bytes);
    }

    private static (WebSocketMessageType Kind, string Text) AsText((WebSocketMessageType Kind, byte[] Bytes) message) =>
        (message.Kind, Encoding.UTF8.GetString(message.Bytes));

    private async Task<(WebSocketPeer Raw, WebSocketPeer Json)> ConnectAsync()
    {
        var (raw, json, _) = await ConnectToTopicAsync();
        return (raw, json);
    }

    private async Task<(WebSocketPeer Raw, WebSocketPeer Json, string Topic)> ConnectToTopicAsync()
    {
        var topic = broker.NextTopic();
        var raw = await WebSocketPeer.RawAsync(broker.Process.Ws, topic);
        var json = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await json.AskAsync(new { id = 1, subscribe = new { topic } });
        return (raw, json, topic);
    }
}

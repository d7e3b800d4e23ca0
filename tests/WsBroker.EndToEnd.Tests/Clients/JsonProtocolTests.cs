namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>The JSON protocol as .NET's own client sees it.</summary>
public sealed class JsonProtocolTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    [Theory]
    [InlineData(null)]
    [InlineData("wsbroker.v1.json")]
    public async Task A_subscriber_gets_what_is_published_and_the_publisher_its_position(string? subprotocol)
    {
        var topic = broker.NextTopic();
        using var subscriber = await WebSocketPeer.ConnectAsync(broker.Process.Ws, subprotocol: subprotocol);
        using var publisher = await WebSocketPeer.ConnectAsync(broker.Process.Ws, subprotocol: subprotocol);

        var subscribed = (await subscriber.AskAsync(new { id = "a", subscribe = new { topic } })).GetProperty("subscribed");
        var answer = await publisher.AskAsync(new { id = 2, publish = new { topic, data = new { hello = "world" } } });
        var message = (await subscriber.ReceiveJsonAsync()).GetProperty("message");

        Assert.Equal(subprotocol, publisher.Subprotocol);
        Assert.Equal(2, answer.GetProperty("id").GetInt32());
        var published = answer.GetProperty("published");
        Assert.Equal(1, published.GetProperty("offset").GetInt64());
        Assert.Equal(subscribed.GetProperty("epoch").GetString(), published.GetProperty("epoch").GetString());
        Assert.Equal(topic, message.GetProperty("topic").GetString());
        Assert.Equal(1, message.GetProperty("offset").GetInt64());
        Assert.Equal("""{"hello":"world"}""", message.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Nothing_comes_after_unsubscribing()
    {
        var topic = broker.NextTopic();
        using var client = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await client.AskAsync(new { id = 1, subscribe = new { topic } });

        var unsubscribed = await client.AskAsync(new { id = 2, unsubscribe = new { topic } });
        var published = await client.AskAsync(new { id = 3, publish = new { topic, text = "to nobody" } });
        var pong = await client.AskAsync(new { id = 4, ping = new { } });

        Assert.Equal(topic, unsubscribed.GetProperty("unsubscribed").GetProperty("topic").GetString());
        Assert.True(published.TryGetProperty("published", out _), $"{published}");
        Assert.True(pong.TryGetProperty("pong", out _), $"{pong}");
    }

    [Fact]
    public async Task History_tells_what_was_published_after_a_position()
    {
        var topic = broker.NextTopic();
        using var client = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await PublishAsync(client, topic, from: 1, to: 5);

        var history = (await client.AskAsync(new { id = 9, history = new { topic, after = 2, last = 2 } })).GetProperty("history");

        var messages = history.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(topic, history.GetProperty("topic").GetString());
        Assert.Equal(2, messages.Count);
        Assert.All(messages, message => Assert.InRange(message.GetProperty("offset").GetInt64(), 3, 5));
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_exactly_what_it_missed_and_then_live_messages()
    {
        var topic = broker.NextTopic();
        using var publisher = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        using var lost = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var before = (await lost.AskAsync(new { id = 1, subscribe = new { topic } })).GetProperty("subscribed");
        var epoch = before.GetProperty("epoch").GetString();
        await PublishAsync(publisher, topic, from: 1, to: 2);
        lost.Dispose();
        await PublishAsync(publisher, topic, from: 3, to: 6);

        using var returned = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var recover = new { epoch, offset = 2 };
        var subscribed = (await returned.AskAsync(new { id = 1, subscribe = new { topic, recover } })).GetProperty("subscribed");
        await PublishAsync(publisher, topic, from: 7, to: 7);

        Assert.True(subscribed.GetProperty("recovered").GetBoolean());
        for (var offset = 3; offset <= 7; offset++)
        {
            var message = (await returned.ReceiveJsonAsync()).GetProperty("message");
            Assert.Equal(offset, message.GetProperty("offset").GetInt64());
            Assert.Equal(offset, message.GetProperty("data").GetInt32());
        }
    }

    [Fact]
    public async Task A_client_that_cannot_recover_is_told_so_and_gets_none_of_what_it_missed()
    {
        var topic = broker.NextTopic();
        using var publisher = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await PublishAsync(publisher, topic, from: 1, to: 3);

        using var stranger = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var recover = new { epoch = "of another life", offset = 1 };
        var subscribed = (await stranger.AskAsync(new { id = 1, subscribe = new { topic, recover } })).GetProperty("subscribed");
        await PublishAsync(publisher, topic, from: 4, to: 4);

        Assert.False(subscribed.GetProperty("recovered").GetBoolean());
        Assert.Equal(4, (await stranger.ReceiveJsonAsync()).GetProperty("message").GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task A_filter_brings_the_messages_of_each_topic_that_it_matches()
    {
        var prefix = broker.NextTopic();
        using var client = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        using var publisher = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await client.AskAsync(new { id = 1, subscribe = new { topic = $"{prefix}/+/news" } });

        foreach (var topic in (string[])[$"{prefix}/a/news", $"{prefix}/a/other", $"{prefix}/b/news"])
        {
            await publisher.AskAsync(new { id = 2, publish = new { topic, text = topic } });
        }

        Assert.Equal($"{prefix}/a/news", (await client.ReceiveJsonAsync()).GetProperty("message").GetProperty("topic").GetString());
        Assert.Equal($"{prefix}/b/news", (await client.ReceiveJsonAsync()).GetProperty("message").GetProperty("topic").GetString());
    }

    [Theory]
    [InlineData("""{"id":7,"publish":{"topic":"a/#","text":"x"}}""", 7)]
    [InlineData("""{"id":7,"publish":{"topic":"t"}}""", 7)]
    [InlineData("""{"id":7,"no such command":{}}""", 7)]
    [InlineData("not JSON", null)]
    public async Task What_is_wrong_is_answered_with_an_error_and_the_connection_lives_on(string command, int? id)
    {
        using var client = await WebSocketPeer.ConnectAsync(broker.Process.Ws);

        await client.SendAsync(command);
        var answer = await client.ReceiveJsonAsync();
        var pong = await client.AskAsync(new { ping = new { } });

        Assert.InRange(answer.GetProperty("error").GetProperty("code").GetInt32(), 100, 199);
        Assert.Equal(id, answer.TryGetProperty("id", out var echoed) ? echoed.GetInt32() : null);
        Assert.True(pong.TryGetProperty("pong", out _), $"{pong}");
    }

    private static async Task PublishAsync(WebSocketPeer publisher, string topic, int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            var answer = await publisher.AskAsync(new { id = i, publish = new { topic, data = i } });
            Assert.Equal(i, answer.GetProperty("published").GetProperty("offset").GetInt64());
        }
    }
}

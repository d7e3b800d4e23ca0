using System.Text.Json;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>Sessions that outlive a socket, over real ones.</summary>
public sealed class SessionTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    [Fact]
    public async Task One_command_takes_all_subscriptions_up_again_and_nothing_is_missed()
    {
        var (one, other) = (broker.NextTopic(), broker.NextTopic());
        using var publisher = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await publisher.AskAsync(new { id = 0, publish = new { topic = other, text = "before" } });
        var lost = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var session = (await ConnectAsync(lost)).GetProperty("session").GetString();
        var stands = (await lost.AskAsync(new { id = 2, subscribe = new { topic = one } })).GetProperty("subscribed");
        await lost.AskAsync(new { id = 3, subscribe = new { topic = other } });
        await publisher.AskAsync(new { id = 1, publish = new { topic = one, text = "heard" } });
        await lost.ReceiveJsonAsync();
        lost.Dispose();
        await publisher.AskAsync(new { id = 2, publish = new { topic = one, text = "missed" } });
        await publisher.AskAsync(new { id = 3, publish = new { topic = other, text = "missed too" } });

        using var back = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var position = new { epoch = stands.GetProperty("epoch").GetString(), offset = 1 };
        var recover = new Dictionary<string, object>(StringComparer.Ordinal) { [one] = position };
        var connected = (await back.AskAsync(new { id = 1, connect = new { session, recover } })).GetProperty("connected");
        var told = new List<JsonElement>();
        for (var left = 4; left > 0; left--)
        {
            told.Add(await back.ReceiveJsonAsync());
        }

        Assert.True(connected.GetProperty("resumed").GetBoolean());
        Assert.Equal([one, other], connected.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()!), StringComparer.Ordinal);
        Assert.All(Of(told, "subscribed"), one => Assert.True(one.GetProperty("recovered").GetBoolean()));
        Assert.Equal(["missed", "missed too"], Of(told, "message").Select(message => message.GetProperty("text").GetString()!).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_second_socket_takes_a_session_over_and_the_first_is_closed_with_4001()
    {
        using var first = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var session = (await ConnectAsync(first)).GetProperty("session").GetString();

        using var second = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var connected = (await second.AskAsync(new { id = 1, connect = new { session } })).GetProperty("connected");
        await first.ReceiveAsync();

        Assert.True(connected.GetProperty("resumed").GetBoolean());
        Assert.Equal(4001, (int?)first.CloseStatus);
    }

    [Fact]
    public async Task AZ_10_A_session_that_never_was_is_no_error_and_the_client_goes_on()
    {
        using var client = await WebSocketPeer.ConnectAsync(broker.Process.Ws);

        var answer = await client.AskAsync(new { id = 1, connect = new { session = new string('0', 32) } });

        Assert.False(answer.GetProperty("connected").GetProperty("resumed").GetBoolean());
        Assert.True((await client.AskAsync(new { id = 2, subscribe = new { topic = broker.NextTopic() } })).TryGetProperty("subscribed", out _));
    }

    private static async Task<JsonElement> ConnectAsync(WebSocketPeer client) =>
        (await client.AskAsync(new { id = 1, connect = new { } })).GetProperty("connected");

    private static List<JsonElement> Of(List<JsonElement> told, string kind) =>
        [.. told.Where(one => one.TryGetProperty(kind, out _)).Select(one => one.GetProperty(kind))];
}

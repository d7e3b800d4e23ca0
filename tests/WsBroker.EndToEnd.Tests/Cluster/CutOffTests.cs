using System.Net.WebSockets;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;

namespace WsBroker.EndToEnd.Tests.Cluster;

/// <summary>A node that loses its way to Redis while another keeps its own, as clients see it.</summary>
public sealed class CutOffTests
{
    private const string Topic = "chat/lobby";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RD_04_RD_05_Clients_of_a_node_that_is_cut_off_are_closed_or_told_and_recover_all_that_they_missed(bool isCutOffBothWays)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var way = new FaultProxy(redis.Port);
        await using var cutOff = await StartAsync(way.Port);
        await using var other = await StartAsync(redis.Port);
        using var publisher = await WebSocketPeer.ConnectAsync(other.Ws);
        using var raw = await WebSocketPeer.RawAsync(cutOff.Ws, Topic);
        using var named = await WebSocketPeer.ConnectAsync(cutOff.Ws);
        using var filtered = await WebSocketPeer.ConnectAsync(cutOff.Ws);
        await named.AskAsync(new { id = 1, subscribe = new { topic = Topic } });
        await filtered.AskAsync(new { id = 1, subscribe = new { topic = "chat/+" } });
        var epoch = await PublishAsync(publisher, "a");
        Assert.Equal(("a", "a", "a"), (await raw.ReceiveTextAsync(), Text(await named.ReceiveJsonAsync()), Text(await filtered.ReceiveJsonAsync())));

        way.OnWayOut = Fault.Blackhole;
        way.OnWayIn = isCutOffBothWays ? Fault.Blackhole : Fault.None;
        await PublishAsync(publisher, "b");

        Assert.Equal((WebSocketMessageType.Close, 1013), ((await raw.ReceiveAsync()).Kind, (int?)raw.CloseStatus));
        Assert.Equal((Topic, 310), await EndedAsync(named));
        Assert.Equal(("chat/+", 310), await EndedAsync(filtered));
        Assert.Equal(503, await ReadyAsync(cutOff));

        await PublishAsync(publisher, "c");
        way.Heal();
        way.Cut();
        Assert.True((await RecoverAsync(named, epoch)).GetProperty("subscribed").GetProperty("recovered").GetBoolean());
        Assert.Equal(("b", "c"), (Text(await named.ReceiveJsonAsync()), Text(await named.ReceiveJsonAsync())));
    }

    private static Task<ServerProcess> StartAsync(int port) => ServerProcess.StartAsync(
        "--engine", $"redis:127.0.0.1:{port}", "--set", "redis:timeout=00:00:01", "--set", "redis:patience=00:00:01", "--set", "limits:errors=1000000");

    /// <returns>The topic's epoch.</returns>
    private static async Task<string?> PublishAsync(WebSocketPeer publisher, string text) =>
        (await publisher.AskAsync(new { id = 1, publish = new { topic = Topic, text } })).GetProperty("published").GetProperty("epoch").GetString();

    /// <summary>Asks again and again for what followed on the first.</summary>
    private static async Task<JsonElement> RecoverAsync(WebSocketPeer client, string? epoch)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        while (true)
        {
            var answer = await client.AskAsync(new { id = 2, subscribe = new { topic = Topic, recover = new { epoch, offset = 1 } } });
            if (!answer.TryGetProperty("error", out var error))
            {
                return answer;
            }

            Assert.Equal(310, error.GetProperty("code").GetInt32());
            await pace.WaitForNextTickAsync(late.Token);
        }
    }

    private static async Task<int> ReadyAsync(ServerProcess node)
    {
        using var http = new HttpClient { BaseAddress = node.Http, Timeout = WebSocketPeer.Patience };
        using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
        return (int)answer.StatusCode;
    }

    private static async Task<(string? Topic, int Code)> EndedAsync(WebSocketPeer client)
    {
        var news = await client.ReceiveJsonAsync();
        if (news.TryGetProperty("gap", out var gap))
        {
            // Who subscribes by a filter may be told of the topic first
            Assert.Equal(Topic, gap.GetProperty("topic").GetString());
            news = await client.ReceiveJsonAsync();
        }

        var ended = news.GetProperty("unsubscribed");
        return (ended.GetProperty("topic").GetString(), ended.GetProperty("code").GetInt32());
    }

    private static string? Text(JsonElement news) => news.GetProperty("message").GetProperty("text").GetString();
}

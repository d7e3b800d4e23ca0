using System.Net;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Cluster;

/// <summary>Two real brokers on one real Redis, as clients see them.</summary>
public sealed class SharedTopicTests
{
    private const string Topic = "chat/lobby";

    [Fact]
    public async Task Clients_of_two_nodes_are_in_one_topic_and_recover_on_either()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis);
        await using var two = await StartAsync(redis);
        using var here = await WebSocketPeer.ConnectAsync(one.Ws);
        using var there = await WebSocketPeer.ConnectAsync(two.Ws);
        await there.AskAsync(new { id = 1, subscribe = new { topic = Topic } });

        var published = (await here.AskAsync(new { id = 1, publish = new { topic = Topic, text = "a" } })).GetProperty("published");
        await here.AskAsync(new { id = 2, publish = new { topic = Topic, text = "b" } });

        Assert.Equal("a", Text(await there.ReceiveJsonAsync()));
        Assert.Equal("b", Text(await there.ReceiveJsonAsync()));
        using var back = await WebSocketPeer.ConnectAsync(two.Ws);
        var recover = new { epoch = published.GetProperty("epoch").GetString(), offset = 1 };
        var subscribed = (await back.AskAsync(new { id = 1, subscribe = new { topic = Topic, recover } })).GetProperty("subscribed");
        Assert.Equal((true, 2), (subscribed.GetProperty("recovered").GetBoolean(), subscribed.GetProperty("offset").GetInt32()));
        Assert.Equal("b", Text(await back.ReceiveJsonAsync()));
    }

    [Fact]
    public async Task RD_01_RD_13_Without_Redis_a_node_serves_what_is_its_own_refuses_what_is_shared_and_is_not_ready()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var server = await StartAsync(redis, "--set", "topics:0:match=local/#", "--set", "topics:0:durability=memory");
        using var client = await WebSocketPeer.ConnectAsync(server.Ws);
        using var http = new HttpClient { BaseAddress = server.Http };
        await client.AskAsync(new { id = 1, publish = new { topic = Topic, text = "a" } });
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/ready")).StatusCode);

        await redis.KillAsync();
        var refused = (await client.AskAsync(new { id = 2, publish = new { topic = Topic, text = "b" } })).GetProperty("error");
        var local = await client.AskAsync(new { id = 3, publish = new { topic = "local/x", text = "c" } });

        Assert.Equal((310, true), (refused.GetProperty("code").GetInt32(), refused.GetProperty("retry").GetBoolean()));
        Assert.Equal(1, local.GetProperty("published").GetProperty("offset").GetInt32());
        using var ready = await http.GetAsync("health/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "engine\n"), (ready.StatusCode, await ready.Content.ReadAsStringAsync()));

        await redis.StartAgainAsync();
        JsonElement answer;
        do
        {
            answer = await client.AskAsync(new { id = 4, publish = new { topic = Topic, text = "b", key = "once" } });
        }
        while (!answer.TryGetProperty("published", out _));
        Assert.Equal(2, answer.GetProperty("published").GetProperty("offset").GetInt32());
    }

    private static Task<ServerProcess> StartAsync(RedisServer redis, params string[] more) =>
        ServerProcess.StartAsync(["--engine", $"redis:{redis.Connection}", "--set", "redis:timeout=00:00:01", "--set", "limits:errors=1000000", .. more]);

    private static string? Text(JsonElement news) => news.GetProperty("message").GetProperty("text").GetString();
}

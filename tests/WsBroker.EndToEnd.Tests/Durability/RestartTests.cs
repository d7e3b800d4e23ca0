using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Durability;

/// <summary>What a broker with its log on disk remembers over a restart, as a client sees it.</summary>
public sealed class RestartTests : IDisposable
{
    private const string Topic = "orders/7";

    private readonly LogFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Epoch_offsets_history_and_idempotency_keys_outlive_the_process(bool isKilled)
    {
        string epoch;
        await using (var server = await StartAsync())
        {
            using var client = await WebSocketPeer.ConnectAsync(server.Ws);
            epoch = (await PublishAsync(client, "a")).Epoch;
            await PublishAsync(client, "b");
            await PublishAsync(client, "c", key: "once");
            if (!isKilled)
            {
                Assert.Equal(0, await server.StopAsync());
            }
        }

        await using var again = await StartAsync();
        using var peer = await WebSocketPeer.ConnectAsync(again.Ws);
        Assert.Equal((epoch, 3), await PublishAsync(peer, "c", key: "once"));
        Assert.Equal((epoch, 4), await PublishAsync(peer, "d"));
        var history = (await peer.AskAsync(new { id = 1, history = new { topic = Topic, after = 0, last = 10 } })).GetProperty("history");
        Assert.Equal("a b c d", string.Join(' ', history.GetProperty("messages").EnumerateArray().Select(Text)));
    }

    [Fact]
    public async Task A_client_that_missed_a_restart_recovers_exactly_what_it_missed()
    {
        string epoch;
        await using (var server = await StartAsync())
        {
            using var client = await WebSocketPeer.ConnectAsync(server.Ws);
            epoch = (await PublishAsync(client, "a")).Epoch;
            await PublishAsync(client, "b");
        }

        await using var again = await StartAsync();
        using var publisher = await WebSocketPeer.ConnectAsync(again.Ws);
        await PublishAsync(publisher, "c");
        using var peer = await WebSocketPeer.ConnectAsync(again.Ws);
        var subscribed = (await peer.AskAsync(new { id = 1, subscribe = new { topic = Topic, recover = new { epoch, offset = 1 } } })).GetProperty("subscribed");

        Assert.Equal((true, epoch, 3), (subscribed.GetProperty("recovered").GetBoolean(), subscribed.GetProperty("epoch").GetString(), subscribed.GetProperty("offset").GetInt64()));
        Assert.Equal("b", Text((await peer.ReceiveJsonAsync()).GetProperty("message")));
        Assert.Equal("c", Text((await peer.ReceiveJsonAsync()).GetProperty("message")));
    }

    [Fact]
    public async Task A_retained_value_outlives_the_process_and_a_filter_finds_it()
    {
        await using (var server = await StartAsync())
        {
            using var client = await WebSocketPeer.ConnectAsync(server.Ws);
            await PublishAsync(client, "1.0");
            await PublishAsync(client, "1.1");
        }

        await using var again = await StartAsync();
        using var peer = await WebSocketPeer.ConnectAsync(again.Ws);
        await peer.SendJsonAsync(new { id = 1, subscribe = new { topic = "orders/+" } });
        var messages = new List<JsonElement> { await peer.ReceiveJsonAsync(), await peer.ReceiveJsonAsync() };

        Assert.Equal("1.1", Text(Assert.Single(messages, static one => one.TryGetProperty("message", out _)).GetProperty("message")));
    }

    [Fact]
    public async Task Topics_of_which_a_rule_says_so_are_lost_with_the_process()
    {
        await using (var server = await StartAsync())
        {
            using var client = await WebSocketPeer.ConnectAsync(server.Ws);
            await PublishAsync(client, "a", topic: "scratch/1");
        }

        await using var again = await StartAsync();
        using var peer = await WebSocketPeer.ConnectAsync(again.Ws);
        Assert.Equal(1, (await PublishAsync(peer, "b", topic: "scratch/1")).Offset);
    }

    [Fact]
    public async Task A_second_broker_on_the_same_folder_does_not_start()
    {
        await using var server = await StartAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(StartAsync);

        Assert.Contains("exit code 2", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is in use by another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_disk_does_is_counted()
    {
        await using var server = await StartAsync();
        using var client = await WebSocketPeer.ConnectAsync(server.Ws);
        await PublishAsync(client, "a");
        using var http = new HttpClient();

        var metrics = await http.GetStringAsync(new Uri(server.Http, "metrics"));

        Assert.Contains("wsbroker_disk_records_total 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("wsbroker_disk_segments 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("wsbroker_disk_commits_total", metrics, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string? Text(JsonElement message) => message.GetProperty("text").GetString();

    private static async Task<(string Epoch, long Offset)> PublishAsync(
        WebSocketPeer client, string text, string? key = null, string topic = Topic)
    {
        object publish = key is null ? new { topic, text } : new { topic, text, key };
        var answer = await client.AskAsync(new { id = 9, publish });
        Assert.True(answer.TryGetProperty("published", out var published), $"{answer}");
        return (published.GetProperty("epoch").GetString()!, published.GetProperty("offset").GetInt64());
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        "--engine", _folder.Engine,
        "--set", "topics:0:match=orders/#", "--set", "topics:0:retain=true",
        "--set", "topics:1:match=scratch/#", "--set", "topics:1:durability=memory");
}

using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Cluster;

/// <summary>What back ends and clients see of three nodes: one broker.</summary>
public sealed class ClusterApiTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Nodes_have_names_of_their_own_and_clients_are_told_them()
    {
        var nodes = (await GetAsync(cluster.Nodes[0], "api/nodes")).GetProperty("nodes").EnumerateArray().ToList();
        using var peer = await WebSocketPeer.ConnectAsync(cluster.Nodes[0].Ws);

        var connected = (await peer.AskAsync(new { id = 1, connect = new { } })).GetProperty("connected");

        Assert.Equal(3, nodes.Select(static node => node.GetProperty("name").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(nodes[0].GetProperty("name").GetString(), connected.GetProperty("node").GetString());
    }

    [Fact]
    public async Task AU_10_A_revoked_user_is_closed_on_three_nodes_within_two_seconds_and_does_not_come_back_not_even_to_a_new_one()
    {
        var user = cluster.NextName("user");
        var token = TokenBuilder.For(user, TimeProvider.System.GetUtcNow().AddMinutes(-1)).Sign();
        var peers = await Task.WhenAll(cluster.Nodes.Select(node => WebSocketPeer.RawAsync(node.Ws, "t", $"?mode=sub&token={token}")));
        var began = Stopwatch.GetTimestamp();

        var answer = await PostAsync(cluster.Nodes[0], "api/revoke", new { user });
        foreach (var peer in peers)
        {
            Assert.Equal(WebSocketMessageType.Close, (await peer.ReceiveAsync()).Kind);
            Assert.Equal(4403, (int?)peer.CloseStatus);
            peer.Dispose();
        }

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal((3, 3), (answer.GetProperty("sessions").GetInt32(), answer.GetProperty("nodes").GetProperty("answered").GetInt32()));
        var late = await cluster.StartAsync();
        foreach (var node in cluster.Nodes)
        {
            await Assert.ThrowsAsync<WebSocketException>(() => WebSocketPeer.RawAsync(node.Ws, "t", $"?mode=sub&token={token}"));
        }

        Assert.Equal(0, await cluster.StopAsync(late));
    }

    [Fact]
    public async Task Connections_of_all_nodes_are_listed_closed_and_unsubscribed()
    {
        var (user, topic) = (cluster.NextName("user"), cluster.NextName("topic"));
        var token = TokenBuilder.For(user).Sign();
        var peers = await Task.WhenAll(cluster.Nodes.Select(node => WebSocketPeer.ConnectAsync(node.Ws, $"?token={token}")));
        foreach (var peer in peers)
        {
            await peer.AskAsync(new { id = 1, subscribe = new { topic } });
        }

        var found = await GetAsync(cluster.Nodes[1], $"api/connections?user={user}");
        var ended = await PostAsync(cluster.Nodes[1], "api/unsubscribe", new { user, topic });
        var closed = await PostAsync(cluster.Nodes[2], "api/disconnect", new { user });

        Assert.Equal((3, 3), (found.GetProperty("count").GetInt32(), found.GetProperty("connections").GetArrayLength()));
        Assert.True(found.GetProperty("nodes").GetProperty("complete").GetBoolean());
        Assert.Equal((3, 3), (ended.GetProperty("count").GetInt32(), closed.GetProperty("count").GetInt32()));
        foreach (var peer in peers)
        {
            Assert.Equal(topic, (await peer.ReceiveJsonAsync()).GetProperty("unsubscribed").GetProperty("topic").GetString());
            Assert.Equal(WebSocketMessageType.Close, (await peer.ReceiveAsync()).Kind);
            Assert.Equal(4002, (int?)peer.CloseStatus);
            peer.Dispose();
        }
    }

    [Fact]
    public async Task A_push_to_a_user_reaches_all_nodes_and_a_history_is_forgotten_by_all()
    {
        var (user, topic) = (cluster.NextName("user"), cluster.NextName("topic"));
        var peers = await Task.WhenAll(cluster.Nodes.Select(node => WebSocketPeer.ConnectAsync(node.Ws)));
        foreach (var peer in peers)
        {
            await peer.AskAsync(new { id = 1, connect = new { token = TokenBuilder.For(user).Sign() } });
        }

        await PostAsync(cluster.Nodes[0], "api/publish", new { topic, text = "old" });
        using var http = new HttpClient { BaseAddress = cluster.Nodes[1].Http };
        using var forgotten = await http.DeleteAsync(new Uri($"api/history?topic={topic}", UriKind.Relative));
        var history = await GetAsync(cluster.Nodes[2], $"api/history?topic={topic}");
        await PostAsync(cluster.Nodes[0], $"api/users/{user}/publish", new { text = "hello" });

        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        Assert.Equal(0, history.GetProperty("messages").GetArrayLength());
        foreach (var peer in peers)
        {
            Assert.Equal("hello", (await peer.ReceiveJsonAsync()).GetProperty("message").GetProperty("text").GetString());
            peer.Dispose();
        }
    }

    [Fact]
    public async Task Who_is_there_is_told_of_all_nodes_and_who_comes_and_goes_too()
    {
        var topic = cluster.NextName("topic");
        using var watcher = await WebSocketPeer.ConnectAsync(cluster.Nodes[0].Ws);
        await watcher.AskAsync(new { id = 1, connect = new { name = "watcher" } });
        await watcher.AskAsync(new { id = 2, subscribe = new { topic, presence = true } });
        using var guest = await WebSocketPeer.ConnectAsync(cluster.Nodes[1].Ws);
        await guest.AskAsync(new { id = 1, connect = new { name = "guest", info = new { color = "red" } } });
        await guest.AskAsync(new { id = 2, subscribe = new { topic } });

        var joined = (await watcher.ReceiveJsonAsync()).GetProperty("joined");
        var present = await GetAsync(cluster.Nodes[2], $"api/presence?topic={topic}");
        await guest.AskAsync(new { id = 3, unsubscribe = new { topic } });
        var left = (await watcher.ReceiveJsonAsync()).GetProperty("left");

        Assert.Equal(("guest", "red"), (joined.GetProperty("name").GetString(), joined.GetProperty("info").GetProperty("color").GetString()));
        Assert.Equal(joined.GetProperty("client").GetString(), left.GetProperty("client").GetString());
        Assert.Equal(2, present.GetProperty("count").GetInt32());
        Assert.Equal(
            ["guest", "watcher"],
            present.GetProperty("clients").EnumerateArray().Select(static client => client.GetProperty("name").GetString()!).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task DN_02_A_client_of_a_node_that_stops_goes_on_at_another_with_its_session_and_misses_nothing()
    {
        var topic = cluster.NextName("topic");
        var node = await cluster.StartAsync();
        using var client = await WebSocketPeer.ConnectAsync(node.Ws);
        var connected = (await client.AskAsync(new { id = 1, connect = new { } })).GetProperty("connected");
        var subscribed = (await client.AskAsync(new { id = 2, subscribe = new { topic } })).GetProperty("subscribed");

        Assert.Equal(0, await cluster.StopAsync(node));
        await PostAsync(cluster.Nodes[0], "api/publish", new { topic, text = "missed" });
        using var back = await WebSocketPeer.ConnectAsync(cluster.Nodes[1].Ws);
        var recover = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [topic] = new { epoch = subscribed.GetProperty("epoch").GetString(), offset = 0 },
        };
        var welcome = (await back.AskAsync(new { id = 1, connect = new { session = connected.GetProperty("session").GetString(), recover } })).GetProperty("connected");

        Assert.True(welcome.GetProperty("resumed").GetBoolean());
        Assert.True((await back.ReceiveJsonAsync()).GetProperty("subscribed").GetProperty("recovered").GetBoolean());
        Assert.Equal("missed", (await back.ReceiveJsonAsync()).GetProperty("message").GetProperty("text").GetString());
    }

    [Fact]
    public async Task DN_01_A_node_drains_by_the_word_of_another_and_nobody_does_if_it_is_not_said_plainly_which()
    {
        var late = await cluster.StartAsync();
        var ids = (await GetAsync(late, "api/nodes")).GetProperty("nodes").EnumerateArray().Select(static node => node.GetProperty("id").GetString()!).ToList();
        using var client = await WebSocketPeer.ConnectAsync(late.Ws);
        using var http = new HttpClient { BaseAddress = cluster.Nodes[0].Http };

        using var unknown = await http.PostAsJsonAsync("api/drain", new { node = "00000000000000ff" });
        var allowed = await unknown.Content.ReadAsStringAsync();
        foreach (var unclear in (string[])["{}", """{"node":null}""", $$"""{"Node":"{{ids[0]}}"}""", $$"""{"node":"{{ids[0]}}","all":true}"""])
        {
            using var content = new StringContent(unclear, Encoding.UTF8, "application/json");
            using var refused = await http.PostAsync(new Uri("api/drain", UriKind.Relative), content);
            Assert.Equal((unclear, HttpStatusCode.BadRequest), (unclear, refused.StatusCode));
        }

        using var drained = await http.PostAsJsonAsync("api/drain", new { node = ids[0] });

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Accepted), (unknown.StatusCode, drained.StatusCode));
        Assert.All(ids, id => Assert.Contains(id, allowed, StringComparison.Ordinal));
        Assert.True((await client.ReceiveJsonAsync()).TryGetProperty("draining", out _));
        Assert.Equal(0, await late.EndedAsync());
        Assert.Equal(0, await cluster.StopAsync(late));
        Assert.Equal(3, cluster.Nodes.Count);
    }

    [Fact]
    public async Task A_client_that_its_old_node_does_not_know_to_be_gone_takes_its_session_over_at_another()
    {
        var topic = cluster.NextName("topic");
        using var old = await WebSocketPeer.ConnectAsync(cluster.Nodes[0].Ws);
        var session = (await old.AskAsync(new { id = 1, connect = new { } })).GetProperty("connected").GetProperty("session").GetString();
        await old.AskAsync(new { id = 2, subscribe = new { topic } });

        using var back = await WebSocketPeer.ConnectAsync(cluster.Nodes[1].Ws);
        var welcome = (await back.AskAsync(new { id = 1, connect = new { session } })).GetProperty("connected");

        Assert.True(welcome.GetProperty("resumed").GetBoolean());
        Assert.Equal(topic, Assert.Single(welcome.GetProperty("topics").EnumerateArray()).GetString());
        Assert.Equal(WebSocketMessageType.Close, (await old.ReceiveAsync()).Kind);
        Assert.Equal(4001, (int?)old.CloseStatus);
    }

    private static async Task<JsonElement> GetAsync(ServerProcess node, string path)
    {
        using var http = new HttpClient { BaseAddress = node.Http };
        return await http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
    }

    private static async Task<JsonElement> PostAsync(ServerProcess node, string path, object body)
    {
        using var http = new HttpClient { BaseAddress = node.Http };
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}

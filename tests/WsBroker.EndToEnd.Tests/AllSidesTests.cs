using System.Net.Http.Json;
using System.Text.Json;
using WsBroker.Broker.Sessions;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>One topic, and clients and back ends that all do something to it and to each other at the same time.</summary>
public sealed class AllSidesTests
{
    private const string Topic = "all/sides";
    private const int Rounds = 34;
    private const int Orders = 300;
    private const int OrdersToUnsubscribe = 5;
    private const int OrdersToDisconnect = 20;

    [Fact]
    public async Task AP_14_Ten_thousand_commands_from_all_entry_points_at_once_are_answered_and_leave_nothing_behind()
    {
        await using var server = await ServerProcess.StartAsync("--set", "limits:errors=1000000");
        using var http = new HttpClient { BaseAddress = server.Http, Timeout = WebSocketPeer.Patience };
        var clients = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RestlessClient.EnterAsync(server.Ws, Topic)));

        var ordering = Task.WhenAll(OrderAsync(http, clients), OrderAsync(http, clients));
        await Task.WhenAll(clients.Select(client => client.RunAsync(Rounds, ordering)));
        var orders = await ordering;
        Array.ForEach(clients, static client => client.Dispose());

        // What was not subscribed any more since a back end has ended it is all that can be wrong
        Assert.All(clients, static client => Assert.All(client.Errors, static code => Assert.Equal((int)ErrorCode.NotSubscribed, code)));
        Assert.All(clients, static client => Assert.True(client.Answered >= RestlessClient.CommandsAtOnce * (client.Rounds - client.ThrownOut)));
        Assert.InRange(clients.Sum(static client => client.ThrownOut), 1, orders.Sum(static order => order.Disconnected));
        Assert.InRange(orders.Sum(static order => order.Unsubscribed), 1, 2 * Orders);
        await IsLeftAsync(http);
        await GoesOnAsync(server, clients.Sum(static client => client.Acknowledged), clients.Sum(static client => client.Published), orders.Sum(static order => order.Published));
    }

    /// <summary>Publishes, and now and then ends a client's subscription or its connection.</summary>
    private static async Task<(int Published, int Unsubscribed, int Disconnected)> OrderAsync(HttpClient http, RestlessClient[] clients)
    {
        var (published, unsubscribed, disconnected) = (0, 0, 0);
        for (var order = 1; order <= Orders; order++)
        {
            var client = clients[order % clients.Length].Name;
            await PostAsync(http, "publish", new { topic = Topic, text = "x" });
            published++;
            unsubscribed += order % OrdersToUnsubscribe == 0 ? await CountAsync(http, "unsubscribe", new { client, topic = Topic }) : 0;
            disconnected += order % OrdersToDisconnect == 0 ? await CountAsync(http, "disconnect", new { client }) : 0;
        }

        return (published, unsubscribed, disconnected);
    }

    private static async Task IsLeftAsync(HttpClient http)
    {
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        string left;
        do
        {
            var connections = await GetAsync(http, "connections");
            var presence = await GetAsync(http, $"presence?topic={Topic}");
            var topics = await GetAsync(http, $"topics?match={Topic}");
            var subscribers = topics.GetProperty("topics").EnumerateArray().Sum(static topic => topic.GetProperty("subscribers").GetInt32());
            left = $"{connections.GetProperty("count")} connections, {presence.GetProperty("count")} clients, {subscribers} subscribers";
        }
        while (left is not "0 connections, 0 clients, 0 subscribers" && !late.IsCancellationRequested);

        Assert.Equal("0 connections, 0 clients, 0 subscribers", left);
    }

    /// <summary>Who comes afterwards finds all that was acknowledged, no more than was sent, and what is published next.</summary>
    private static async Task GoesOnAsync(ServerProcess server, int acknowledged, int sent, int ordered)
    {
        using var peer = await WebSocketPeer.ConnectAsync(server.Ws);
        var subscribed = await peer.AskAsync(new { id = 1, subscribe = new { topic = Topic, echo = false } });
        var published = await peer.AskAsync(new { id = 2, publish = new { topic = Topic, text = "after" } });
        var unsubscribed = await peer.AskAsync(new { id = 3, unsubscribe = new { topic = Topic } });

        var offset = subscribed.GetProperty("subscribed").GetProperty("offset").GetInt32();
        Assert.InRange(offset, acknowledged + ordered, sent + ordered);
        Assert.Equal(offset + 1, published.GetProperty("published").GetProperty("offset").GetInt32());
        Assert.True(unsubscribed.TryGetProperty("unsubscribed", out _), unsubscribed.GetRawText());
    }

    private static async Task<int> CountAsync(HttpClient http, string path, object body) =>
        (await PostAsync(http, path, body)).GetProperty("count").GetInt32();

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri($"api/{path}", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, $"{path} is answered {(int)answer.StatusCode}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<JsonElement> GetAsync(HttpClient http, string path) =>
        http.GetFromJsonAsync<JsonElement>(new Uri($"api/{path}", UriKind.Relative));
}

using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using WsBroker.Broker.Sessions;
using WsBroker.EndToEnd.Tests.Clients;

namespace WsBroker.EndToEnd.Tests;

/// <summary>What back ends can learn of connections, and do to them.</summary>
public sealed class ConnectionsApiTests(KeyedBrokerFixture broker) : IClassFixture<KeyedBrokerFixture>, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = broker.Process.Http, Timeout = WebSocketPeer.Patience };

    [Fact]
    public async Task A_connection_is_found_by_its_client_with_what_it_subscribes_to()
    {
        using var silent = new TcpClient();
        await silent.ConnectAsync(broker.Process.Http.Host, broker.Process.Http.Port);
        using var peer = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var client = await ConnectAsync(peer);
        await peer.AskAsync(new { id = 2, subscribe = new { topic = "a/b" } });
        await peer.AskAsync(new { id = 3, subscribe = new { topic = "a/+" } });

        var (status, found) = await AskAsync(HttpMethod.Get, $"api/connections?client={client}", "all-of-it");
        var (_, all) = await AskAsync(HttpMethod.Get, "api/connections", "reading");
        var (_, none) = await AskAsync(HttpMethod.Get, "api/connections?user=nobody", "reading");

        Assert.Equal((HttpStatusCode.OK, 1), (status, found.GetProperty("count").GetInt32()));
        var only = Assert.Single(found.GetProperty("connections").EnumerateArray());
        Assert.Equal((client, "test"), (only.GetProperty("client").GetString(), only.GetProperty("name").GetString()));
        Assert.Equal(["a/b", "a/+"], only.GetProperty("subscriptions").EnumerateArray().Select(static one => one.GetString()!), StringComparer.Ordinal);
        Assert.InRange(all.GetProperty("count").GetInt32(), 1, 100);
        Assert.Equal(0, none.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_subscription_that_a_back_end_ends_is_told_and_delivers_no_more()
    {
        using var peer = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        using var raw = await WebSocketPeer.RawAsync(broker.Process.Ws, "ended");
        var client = await ConnectAsync(peer);
        await peer.AskAsync(new { id = 2, subscribe = new { topic = "ended" } });

        var (_, done) = await AskAsync(HttpMethod.Post, "api/unsubscribe", "all-of-it", new { client, topic = "ended" });
        var (_, again) = await AskAsync(HttpMethod.Post, "api/unsubscribe", "all-of-it", new { client, topic = "ended" });
        await raw.SendAsync("not for you");

        Assert.Equal((1, 0), (done.GetProperty("count").GetInt32(), again.GetProperty("count").GetInt32()));
        var news = (await peer.ReceiveJsonAsync()).GetProperty("unsubscribed");
        Assert.Equal(("ended", (int)ErrorCode.EndedByBackEnd), (news.GetProperty("topic").GetString(), news.GetProperty("code").GetInt32()));
        Assert.True((await peer.AskAsync(new { id = 3, ping = new { } })).TryGetProperty("pong", out _));
    }

    [Fact]
    public async Task A_connection_that_a_back_end_ends_is_closed_with_4002()
    {
        using var peer = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var client = await ConnectAsync(peer);

        var (_, done) = await AskAsync(HttpMethod.Post, "api/disconnect", "all-of-it", new { client });

        Assert.Equal(1, done.GetProperty("count").GetInt32());
        Assert.Equal(WebSocketMessageType.Close, (await peer.ReceiveAsync()).Kind);
        Assert.Equal(4002, (int?)peer.CloseStatus);
    }

    [Theory]
    [InlineData("disconnect", "{}")]
    [InlineData("disconnect", """{"user":"a","client":"b"}""")]
    [InlineData("disconnect", """{"user":"a","user":"b"}""")]
    [InlineData("disconnect", """{"user":7}""")]
    [InlineData("disconnect", "[]")]
    [InlineData("disconnect", "null")]
    [InlineData("disconnect", "not JSON")]
    [InlineData("unsubscribe", """{"user":"a"}""")]
    [InlineData("unsubscribe", """{"user":"a","topic":"a/#/b"}""")]
    public async Task A_body_that_does_not_say_who_is_meant_is_answered_400_and_nothing_is_done(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"api/{path}", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer all-of-it");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_key_with_a_prefix_sees_no_connection_of_who_has_no_tenant_and_ends_its_subscriptions_to_its_own_topics_only()
    {
        using var peer = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var client = await ConnectAsync(peer);
        await peer.AskAsync(new { id = 2, subscribe = new { topic = "tenant/1" } });

        Assert.Equal(0, (await AskAsync(HttpMethod.Get, "api/connections", "tenant")).Body.GetProperty("count").GetInt32());
        Assert.Equal(0, (await AskAsync(HttpMethod.Post, "api/disconnect", "tenant", new { client })).Body.GetProperty("count").GetInt32());
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(HttpMethod.Post, "api/unsubscribe", "tenant", new { client, topic = "#" })).Status);
        var (status, done) = await AskAsync(HttpMethod.Post, "api/unsubscribe", "tenant", new { client, topic = "tenant/1" });

        Assert.Equal((HttpStatusCode.OK, 1), (status, done.GetProperty("count").GetInt32()));
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> ConnectAsync(WebSocketPeer peer)
    {
        var answer = await peer.AskAsync(new { id = 1, connect = new { name = "test" } });
        return answer.GetProperty("connected").GetProperty("client").GetString()!;
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(HttpMethod method, string path, string key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        request.Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}

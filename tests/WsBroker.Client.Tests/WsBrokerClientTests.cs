using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using WsBroker.Client.Tests.Peers;

namespace WsBroker.Client.Tests;

/// <summary>Connecting, publishing and leaving, against a server that does what it is told.</summary>
public sealed class WsBrokerClientTests : IAsyncDisposable
{
    private readonly ScriptedServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Greets_with_its_name_and_a_fresh_token_before_anything_else()
    {
        var options = ScriptedServer.Prompt with { Name = "my app", Token = _ => ValueTask.FromResult<string?>("JWT") };
        var connecting = WsBrokerClient.ConnectAsync(_server.Address, options);
        var peer = await _server.AcceptAsync();

        var greeting = await peer.GreetAsync();

        var client = await connecting.Soon();
        Assert.Equal("""{"token":"JWT","name":"my app"}""", greeting.GetRawText());
        Assert.Contains("Sec-WebSocket-Protocol: wsbroker.v1.json\r\n", peer.Head, StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Connected, client.State);
        peer.Break();
        await client.DisposeAsync().AsTask().Soon();
    }

    [Fact]
    public async Task Says_where_it_cannot_connect_and_that_later_may_do()
    {
        // Who has bound a port without listening on it keeps others from it, and refuses
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = new Uri($"ws://{closed.LocalEndPoint}/");

        var failure = await Assert.ThrowsAsync<WsBrokerException>(() => WsBrokerClient.ConnectAsync(address).Soon());

        Assert.Equal((int)ClientErrorCode.CannotConnect, failure.Code);
        Assert.True(failure.CanRetry);
        Assert.Contains(address.Authority, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_up_connecting_when_its_time_is_over()
    {
        var options = ScriptedServer.Prompt with { ConnectTimeout = TimeSpan.FromMilliseconds(20) };

        var failure = await Assert.ThrowsAsync<WsBrokerException>(() => WsBrokerClient.ConnectAsync(_server.Address, options).Soon());

        Assert.Equal((int)ClientErrorCode.CannotConnect, failure.Code);
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("tcp://127.0.0.1/")]
    public async Task Takes_only_addresses_of_WebSocket_servers(string address)
    {
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => WsBrokerClient.ConnectAsync(new Uri(address)));

        Assert.Contains("ws://", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_option_out_of_its_range()
    {
        var options = new WsBrokerClientOptions { PingInterval = TimeSpan.Zero };

        var failure = await Assert.ThrowsAsync<ArgumentException>(() => WsBrokerClient.ConnectAsync(_server.Address, options));

        Assert.Contains("PingInterval", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_greeting_that_is_refused_is_told_with_its_code()
    {
        var connecting = WsBrokerClient.ConnectAsync(_server.Address, ScriptedServer.Prompt);
        var peer = await _server.AcceptAsync();
        var (id, _) = await peer.ExpectAsync("connect");

        await peer.SendAsync($$$"""{"id":{{{id}}},"error":{"code":201,"message":"no such token","retry":false}}""");

        var failure = await Assert.ThrowsAsync<WsBrokerException>(() => connecting.Soon());
        Assert.Equal(201, failure.Code);
        Assert.False(failure.CanRetry);
        Assert.Equal("no such token", failure.Message);
    }

    [Fact]
    public async Task An_acknowledged_publication_has_its_place_in_the_topic()
    {
        var (client, peer) = await _server.ConnectAsync();

        var publishing = client.PublishAsync("chat/lobby", "hello").Soon();
        var command = await peer.AcknowledgeAsync(offset: 59);

        Assert.Equal(new TopicPosition("E", 59), await publishing);
        Assert.Equal("chat/lobby", command.GetProperty("topic").GetString());
        Assert.Equal("hello", command.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Acknowledgements_may_come_in_any_order()
    {
        var (client, peer) = await _server.ConnectAsync();
        var first = client.PublishAsync("a", "1").Soon();
        var second = client.PublishAsync("b", "2").Soon();
        var (firstId, _) = await peer.ExpectAsync("publish");
        var (secondId, _) = await peer.ExpectAsync("publish");

        await peer.SendAsync($$$"""{"id":{{{secondId}}},"published":{"topic":"b","epoch":"E","offset":2}}""");
        await peer.SendAsync($$$"""{"published":{"topic":"a","epoch":"E","offset":1},"id":{{{firstId}}}}""");

        Assert.Equal(1, (await first).Offset);
        Assert.Equal(2, (await second).Offset);
    }

    [Fact]
    public async Task A_refused_publication_says_why_and_whether_later_may_do()
    {
        var (client, peer) = await _server.ConnectAsync();
        var publishing = client.PublishAsync("chat/lobby", "hello").Soon();
        var (id, _) = await peer.ExpectAsync("publish");

        await peer.SendAsync($$$"""{"id":{{{id}}},"error":{"code":300,"message":"busy","retry":true}}""");

        var failure = await Assert.ThrowsAsync<WsBrokerException>(() => publishing);
        Assert.Equal(300, failure.Code);
        Assert.True(failure.CanRetry);
        Assert.Equal("busy", failure.Message);
    }

    [Fact]
    public async Task Publications_beyond_the_bound_wait_for_an_acknowledgement()
    {
        var (client, peer) = await _server.ConnectAsync(ScriptedServer.Prompt with { MaxUnacknowledged = 1 });
        var first = client.PublishAsync("a", "1").Soon();
        var second = client.PublishAsync("a", "2").Soon();
        using var patience = new CancellationTokenSource();
        var third = client.PublishAsync("a", "3", cancellationToken: patience.Token).Soon();

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        await peer.AcknowledgeAsync(offset: 1);
        var next = await peer.AcknowledgeAsync(offset: 2);

        Assert.Equal("2", next.GetProperty("text").GetString());
        Assert.Equal(1, (await first).Offset);
        Assert.Equal(2, (await second).Offset);
    }

    [Fact]
    public async Task Giving_up_an_acknowledgement_leaves_the_client_whole()
    {
        var (client, peer) = await _server.ConnectAsync();
        using var patience = new CancellationTokenSource();
        var abandoned = client.PublishAsync("a", "1", cancellationToken: patience.Token).Soon();
        var (id, _) = await peer.ExpectAsync("publish");

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        await peer.SendAsync($$$"""{"id":{{{id}}},"published":{"topic":"a","epoch":"E","offset":1}}""");
        var next = client.PublishAsync("a", "2").Soon();
        await peer.AcknowledgeAsync(offset: 2);

        Assert.Equal(2, (await next).Offset);
    }

    [Fact]
    public async Task Disposing_closes_with_1000_and_ends_what_is_open()
    {
        var (client, peer) = await _server.ConnectAsync();
        var publishing = client.PublishAsync("a", "1").Soon();
        await peer.ExpectAsync("publish");
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var next = messages.MoveNextAsync().Soon();
        await peer.AcceptSubscriptionAsync();

        var disposing = client.DisposeAsync().AsTask().Soon();
        var code = await peer.ReceiveCloseAsync();
        await peer.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await disposing;

        Assert.Equal(WebSocketCloseStatus.NormalClosure, code);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => publishing);
        Assert.False(await next);
        Assert.Equal(ConnectionState.Closed, client.State);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.PublishAsync("a", "2").Soon());
    }

    [Fact]
    public async Task Disposing_does_not_wait_longer_than_allowed_for_a_server_that_does_not_close()
    {
        var (client, peer) = await _server.ConnectAsync(
            ScriptedServer.Prompt with { CloseTimeout = TimeSpan.FromMilliseconds(1) });

        await client.DisposeAsync().AsTask().Soon();
        await client.DisposeAsync().AsTask().Soon();

        Assert.Equal(ConnectionState.Closed, client.State);
    }

    [Fact]
    public async Task Payloads_that_are_not_Unicode_are_refused_before_they_are_sent()
    {
        var (client, peer) = await _server.ConnectAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => client.PublishAsync("a", "\ud800").Soon());
        var next = client.PublishAsync("a", WsBrokerPayload.Json("""{"b":[1]}"""u8.ToArray())).Soon();
        var command = await peer.AcknowledgeAsync(offset: 1);

        Assert.Equal(JsonValueKind.Object, command.GetProperty("data").ValueKind);
        Assert.Equal(1, (await next).Offset);
    }

    [Fact]
    public async Task A_subscription_that_comes_too_fast_is_asked_for_again_when_the_server_said()
    {
        var time = new ManualTime();
        var never = TimeSpan.FromHours(1);
        var (client, peer) = await _server.ConnectAsync(ScriptedServer.Prompt with { Time = time, PingInterval = never, PongTimeout = never });
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();
        var (id, _) = await peer.ExpectAsync("subscribe");
        var waits = time.ArmedAsync(TimeSpan.FromMinutes(1));

        await peer.SendAsync($$$"""{"id":{{{id}}},"error":{"code":306,"message":"too fast","retry":true,"retryAfterMs":60000}}""");
        await waits;
        time.Advance(TimeSpan.FromMinutes(1));
        await peer.AcceptSubscriptionAsync();
        await peer.DeliverAsync("a", 1, "one");

        Assert.Equal("one", (await first).GetText());
    }

    [Fact]
    public async Task A_publication_that_comes_too_fast_tells_when_it_may()
    {
        var (client, peer) = await _server.ConnectAsync();
        var publishing = client.PublishAsync("a", "1").Soon();
        var (id, _) = await peer.ExpectAsync("publish");

        await peer.SendAsync($$$"""{"id":{{{id}}},"error":{"code":306,"message":"too fast","retry":true,"retryAfterMs":1500}}""");

        var failure = await Assert.ThrowsAsync<WsBrokerException>(() => publishing);
        Assert.Equal((306, true, TimeSpan.FromSeconds(1.5)), (failure.Code, failure.CanRetry, failure.RetryAfter));
    }
}

using System.Net.WebSockets;
using System.Text;
using WsBroker.Client.Tests.Peers;
using WsBroker.TestKit;

namespace WsBroker.Client.Tests.Sessions;

/// <summary>What a client does when its connection is lost.</summary>
public sealed class ConnectionKeeperTests : IAsyncDisposable
{
    private readonly ScriptedServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task DR_13_A_publication_whose_acknowledgement_was_lost_is_sent_again_under_the_same_key()
    {
        var (client, peer) = await _server.ConnectAsync();
        var publishing = client.PublishAsync("a", "1").Soon();
        var (_, first) = await peer.ExpectAsync("publish");

        peer.Break();
        var next = await _server.GreetAsync();
        var second = await next.AcknowledgeAsync(offset: 7);

        Assert.Equal(7, (await publishing).Offset);
        Assert.Equal(first.GetProperty("key").GetString(), second.GetProperty("key").GetString());
        Assert.NotEmpty(first.GetProperty("key").GetString()!);
    }

    [Fact]
    public async Task Publications_made_while_there_is_no_connection_are_sent_in_order_over_the_next()
    {
        var (client, peer) = await _server.ConnectAsync();
        peer.Break();
        var stream = await _server.AcceptTcpAsync();
        var first = client.PublishAsync("a", "1").Soon();
        var second = client.PublishAsync("a", "2").Soon();

        var next = await ScriptedPeer.ShakeHandsAsync(stream);
        await next.GreetAsync();
        var sentFirst = await next.AcknowledgeAsync(offset: 1);
        var sentSecond = await next.AcknowledgeAsync(offset: 2);

        Assert.Equal("1", sentFirst.GetProperty("text").GetString());
        Assert.Equal("2", sentSecond.GetProperty("text").GetString());
        Assert.Equal(1, (await first).Offset);
        Assert.Equal(2, (await second).Offset);
    }

    [Fact]
    public async Task Changes_of_the_connection_are_told()
    {
        var (client, peer) = await _server.ConnectAsync();
        var told = new List<ConnectionState>();
        client.StateChanged += (_, change) => told.Add(change.State);

        peer.Break();
        var next = await _server.GreetAsync();
        var proof = client.PublishAsync("a", "1").Soon();
        await next.AcknowledgeAsync(offset: 1);
        await proof;
        next.Break();
        await client.DisposeAsync().AsTask().Soon();

        Assert.Equal([ConnectionState.Reconnecting, ConnectionState.Connected], told.Take(2));
        Assert.Equal(ConnectionState.Closed, told[^1]);
    }

    [Fact]
    public async Task A_server_that_is_away_is_tried_again_until_it_is_there()
    {
        var (client, peer) = await _server.ConnectAsync();

        peer.Break();
        for (var refused = 0; refused < 3; refused++)
        {
            await (await _server.AcceptTcpAsync()).DisposeAsync();
        }

        var next = await _server.GreetAsync();
        var proof = client.PublishAsync("a", "1").Soon();
        await next.AcknowledgeAsync(offset: 1);

        Assert.Equal(1, (await proof).Offset);
    }

    [Fact]
    public async Task A_server_that_will_not_have_the_client_any_more_is_left_alone()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var next = messages.MoveNextAsync().Soon();
        await peer.AcceptSubscriptionAsync();
        var publishing = client.PublishAsync("a", "1").Soon();
        await peer.ExpectAsync("publish");

        await peer.CloseAsync(1008, "the token was revoked");

        var failure = await Assert.ThrowsAsync<WsBrokerException>(() => publishing);
        Assert.Equal((int)ClientErrorCode.ClosedByServer, failure.Code);
        Assert.Contains("the token was revoked", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<WsBrokerException>(() => next);
        await Assert.ThrowsAsync<WsBrokerException>(() => client.PublishAsync("a", "2").Soon());
        Assert.Equal(ConnectionState.Closed, client.State);
    }

    [Fact]
    public async Task A_publication_that_is_too_big_for_the_server_fails_and_the_others_are_sent_again()
    {
        var (client, peer) = await _server.ConnectAsync();
        var small = client.PublishAsync("a", "small").Soon();
        var big = client.PublishAsync("a", new string('x', 1000)).Soon();
        await peer.ExpectAsync("publish");
        await peer.ExpectAsync("publish");

        await peer.CloseAsync(1009);
        var next = await _server.GreetAsync();
        var again = await next.AcknowledgeAsync(offset: 1);

        Assert.Equal((int)ClientErrorCode.MessageTooBig, (await Assert.ThrowsAsync<WsBrokerException>(() => big)).Code);
        Assert.Equal("small", again.GetProperty("text").GetString());
        Assert.Equal(1, (await small).Offset);
    }

    [Fact]
    public async Task A_server_that_drains_is_left_alone_for_as_long_as_it_asks()
    {
        var pauses = new TaskCompletionSource<TimeSpan?>();
        var (client, peer) = await _server.ConnectAsync();
        client.StateChanged += (_, change) => pauses.TrySetResult(change.RetryIn);

        await peer.SendAsync("""{"draining":{"reconnectAfterMs":1800000}}""");
        await peer.CloseAsync(1012);
        var pause = await pauses.Task.Soon();
        await client.DisposeAsync().AsTask().Soon();

        Assert.Equal(TimeSpan.FromMinutes(30), pause);
    }

    [Fact]
    public async Task DN_07_A_client_that_is_asked_to_leave_again_and_again_waits_no_longer_each_time()
    {
        var pauses = new List<TimeSpan>();
        var reconnect = new ReconnectOptions { FirstDelay = TimeSpan.FromMilliseconds(1), Jitter = static () => 0.5 };
        var (client, peer) = await _server.ConnectAsync(ScriptedServer.Prompt with { Reconnect = reconnect });
        client.StateChanged += (_, change) => pauses.AddRange(change.RetryIn is { } pause ? [pause] : []);

        for (var time = 0; time < 5; time++)
        {
            await peer.SendAsync("""{"draining":{"reconnectAfterMs":0}}""");
            await peer.CloseAsync(1012);
            peer = await _server.GreetAsync();
        }

        Assert.Equal(Enumerable.Repeat(TimeSpan.FromMilliseconds(0.5), 5), pauses);
    }

    [Fact]
    public async Task A_server_that_lets_the_client_in_later_is_left_alone_for_as_long_as_it_asks()
    {
        var longest = new TaskCompletionSource();
        var (client, peer) = await _server.ConnectAsync();
        client.StateChanged += (_, change) => _ = change.RetryIn == TimeSpan.FromMinutes(30) && longest.TrySetResult();

        peer.Break();
        var next = await _server.AcceptAsync();
        var (id, _) = await next.ExpectAsync("connect");
        await next.SendAsync($$$"""{"id":{{{id}}},"error":{"code":306,"message":"too many","retry":true,"retryAfterMs":1800000}}""");

        await longest.Task.Soon();
        Assert.Equal(ConnectionState.Reconnecting, client.State);
    }

    [Fact]
    public async Task DN_07_A_server_that_drains_in_one_breath_with_its_greeting_is_left_alone_for_as_long_as_it_asks()
    {
        var longest = new TaskCompletionSource();
        var (client, peer) = await _server.ConnectAsync();
        client.StateChanged += (_, change) => _ = change.RetryIn == TimeSpan.FromMinutes(30) && longest.TrySetResult();

        peer.Break();
        var next = await _server.AcceptAsync();
        var (id, _) = await next.ExpectAsync("connect");
        byte[] breath =
        [
            .. FrameBuilder.Server(1, Encoding.UTF8.GetBytes($$$"""{"id":{{{id}}},"connected":{"client":"me","node":"n","version":"1","ping":25}}""")),
            .. FrameBuilder.Server(1, """{"draining":{"reconnectAfterMs":1800000}}"""u8.ToArray()),
            .. FrameBuilder.Server(8, [0x03, 0xF4]),
        ];
        await next.Stream.WriteAsync(breath);

        await longest.Task.Soon();
        Assert.Equal(ConnectionState.Reconnecting, client.State);
    }

    [Fact]
    public async Task A_token_is_asked_for_anew_for_each_connection()
    {
        var asked = 0;
        var options = ScriptedServer.Prompt with { Token = _ => ValueTask.FromResult<string?>($"token {++asked}") };
        var (client, peer) = await _server.ConnectAsync(options);

        peer.Break();
        var next = await _server.AcceptAsync();
        var greeting = await next.GreetAsync();

        Assert.Equal("token 2", greeting.GetProperty("token").GetString());
    }

    [Fact]
    public async Task A_silent_server_is_pinged_and_then_given_up()
    {
        var time = new ManualTime();
        var options = ScriptedServer.Prompt with { Time = time };
        var (_, peer) = await _server.ConnectAsync(options);

        var pinged = time.ArmedAsync(options.PongTimeout);
        while (!pinged.IsCompleted)
        {
            // What came with the greeting breaks the first silence
            var listening = time.ArmedAsync(options.PingInterval);
            time.Advance(options.PingInterval);
            await Task.WhenAny(listening, pinged);
        }

        var ping = new byte[6];
        await peer.Stream.ReadExactlyAsync(ping).AsTask().Soon();
        time.Advance(options.PongTimeout);
        var next = await _server.AcceptAsync();

        Assert.Equal((0x89, 0x80), (ping[0], ping[1]));
        Assert.Equal(WebSocketState.Open, next.Socket.State);
    }

    [Fact]
    public async Task ND_09_A_client_that_stood_still_reads_what_came_meanwhile_before_it_gives_the_server_up()
    {
        var time = new ManualTime();
        var options = ScriptedServer.Prompt with { Time = time };
        var (client, peer) = await _server.ConnectAsync(options);
        var pinged = time.ArmedAsync(options.PongTimeout);
        while (!pinged.IsCompleted)
        {
            var listening = time.ArmedAsync(options.PingInterval);
            time.Advance(options.PingInterval);
            await Task.WhenAny(listening, pinged);
        }

        // The timer fires late, and before the pong is read
        var catchingUp = time.ArmedAsync(TimeSpan.FromSeconds(1));
        time.Advance(options.PongTimeout + TimeSpan.FromSeconds(30));
        await catchingUp;
        var proof = client.PublishAsync("a", "1").Soon();
        await peer.AcknowledgeAsync(offset: 1);
        await proof;
        var goesOn = time.ArmedAsync(options.PingInterval);
        time.Advance(TimeSpan.FromSeconds(1));
        await goesOn;

        Assert.Equal(ConnectionState.Connected, client.State);
    }

    [Fact]
    public async Task A_server_that_answers_a_ping_is_kept()
    {
        var time = new ManualTime();
        var options = ScriptedServer.Prompt with { Time = time };
        var (client, peer) = await _server.ConnectAsync(options);
        var pinged = time.ArmedAsync(options.PongTimeout);
        while (!pinged.IsCompleted)
        {
            var listening = time.ArmedAsync(options.PingInterval);
            time.Advance(options.PingInterval);
            await Task.WhenAny(listening, pinged);
        }

        // .NET's WebSocket answers the ping once it is read, and the acknowledgement follows the pong
        var proof = client.PublishAsync("a", "1").Soon();
        await peer.AcknowledgeAsync(offset: 1);
        await proof;
        var goesOn = time.ArmedAsync(options.PingInterval);
        time.Advance(options.PongTimeout);
        await goesOn;

        Assert.Equal(ConnectionState.Connected, client.State);
    }

    [Fact]
    public async Task A_ping_of_the_server_is_answered_with_its_payload()
    {
        var (client, peer) = await _server.ConnectAsync();

        await peer.Stream.WriteAsync(new byte[] { 0x89, 0x02, (byte)'h', (byte)'i' });

        var pong = new byte[8];
        await peer.Stream.ReadExactlyAsync(pong).AsTask().Soon();
        Assert.Equal([0x8A, 0x82], pong[..2]);
        Assert.Equal('h', pong[6] ^ pong[2]);
        Assert.Equal('i', pong[7] ^ pong[3]);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{"message":{"offset":1}}""")]
    public async Task A_server_that_does_not_speak_the_protocol_is_left_and_tried_again(string message)
    {
        var (client, peer) = await _server.ConnectAsync();

        await peer.SendAsync(message);
        var code = await peer.ReceiveCloseAsync();
        var next = await _server.GreetAsync();

        Assert.Equal(WebSocketCloseStatus.NormalClosure, code);
    }

    [Fact]
    public async Task A_message_larger_than_allowed_ends_the_client_instead_of_being_fetched_again_and_again()
    {
        var (client, peer) = await _server.ConnectAsync(ScriptedServer.Prompt with { MaxMessageBytes = 1024 });
        var publishing = client.PublishAsync("a", "1").Soon();
        await peer.ExpectAsync("publish");

        await peer.DeliverAsync("a", 1, new string('x', 1024));
        var code = await peer.ReceiveCloseAsync();

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, code);
        var failure = await Assert.ThrowsAsync<WsBrokerException>(() => publishing);
        Assert.Contains("MaxMessageBytes", failure.Message, StringComparison.Ordinal);
    }
}

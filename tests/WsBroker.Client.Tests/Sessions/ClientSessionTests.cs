using WsBroker.Client.Tests.Peers;

namespace WsBroker.Client.Tests.Sessions;

/// <summary>Subscriptions over the life of several connections.</summary>
public sealed class ClientSessionTests : IAsyncDisposable
{
    private readonly ScriptedServer _server = new();
    private readonly List<TopicGap> _gaps = [];

    private SubscribeOptions TellingGaps => new() { GapDetected = _gaps.Add };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Messages_arrive_as_they_were_published()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("chat/lobby").GetAsyncEnumerator();
        var next = messages.NextAsync();
        await peer.AcceptSubscriptionAsync(epoch: "E", offset: 57);

        await peer.SendAsync(
            """{"message":{"topic":"chat/lobby","offset":58,"data":{"a": 1},"headers":{"h":"v"},"user":"u","client":"c","at":1732250000123}}""");

        var message = await next;
        Assert.Equal("chat/lobby", message.Topic);
        Assert.Equal(new TopicPosition("E", 58), message.Position);
        Assert.Equal(PayloadKind.Json, message.Kind);
        Assert.Equal("""{"a": 1}""", message.GetText());
        Assert.Equal("v", message.GetHeader("h"));
        Assert.Equal(("u", "c"), (message.User, message.Client));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1732250000123), message.At);
    }

    [Fact]
    public async Task A_subscription_is_cut_off_and_goes_on_without_gap_or_duplicate()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("a", TellingGaps).GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync(epoch: "E", offset: 4);
        await peer.DeliverAsync("a", 5, "five");
        await first;

        peer.Break();
        var next = await _server.GreetAsync();
        var command = await next.AcceptSubscriptionAsync(epoch: "E", offset: 7, recovered: true);
        foreach (var offset in (long[])[5, 6, 7, 7, 8])
        {
            await next.DeliverAsync("a", offset, $"{offset}");
        }

        Assert.Equal("""{"epoch":"E","offset":5}""", command.GetProperty("recover").GetRawText());
        Assert.Equal("6", (await messages.NextAsync()).GetText());
        Assert.Equal("7", (await messages.NextAsync()).GetText());
        Assert.Equal("8", (await messages.NextAsync()).GetText());
        Assert.Empty(_gaps);
    }

    [Fact]
    public async Task A_history_that_does_not_reach_back_is_told_as_a_gap_before_the_messages_behind_it()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("a", TellingGaps).GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync(epoch: "E", offset: 4);
        await peer.DeliverAsync("a", 5, "five");
        await first;

        peer.Break();
        var next = await _server.GreetAsync();
        await next.AcceptSubscriptionAsync(epoch: "E", offset: 100, recovered: false);
        await next.DeliverAsync("a", 101, "after");

        Assert.Equal(101, (await messages.NextAsync()).Offset);
        Assert.Equal([new TopicGap("a", 6, 100, GapReason.HistoryTooShort)], _gaps);
    }

    [Fact]
    public async Task A_filter_with_wildcards_tells_a_gap_of_unknown_size_after_each_cut()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("a/+", TellingGaps).GetAsyncEnumerator();
        var first = messages.NextAsync();
        var (id, _) = await peer.ExpectAsync("subscribe");
        await peer.SendAsync($$$"""{"id":{{{id}}},"subscribed":{"topic":"a/+"}}""");
        await peer.DeliverAsync("a/b", 5, "five");
        Assert.Null((await first).Position);

        peer.Break();
        var next = await _server.GreetAsync();
        (id, var command) = await next.ExpectAsync("subscribe");
        await next.SendAsync($$$"""{"id":{{{id}}},"subscribed":{"topic":"a/+"}}""");
        await next.DeliverAsync("a/c", 1, "one");

        Assert.False(command.TryGetProperty("recover", out _));
        Assert.Equal("a/c", (await messages.NextAsync()).Topic);
        Assert.Equal([new TopicGap("a/+", From: null, To: null, GapReason.NoRecovery)], _gaps);
    }

    [Fact]
    public async Task A_gap_that_the_server_declares_is_told_and_not_asked_for_again()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("a", TellingGaps).GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync(offset: 4);

        await peer.SendAsync("""{"gap":{"topic":"a","from":5,"to":9,"reason":"slow"}}""");
        await peer.DeliverAsync("a", 10, "ten");
        await first;
        peer.Break();
        var command = await (await _server.GreetAsync()).AcceptSubscriptionAsync(offset: 10, recovered: true);

        Assert.Equal([new TopicGap("a", 5, 9, GapReason.Declared, "slow")], _gaps);
        Assert.Equal(10, command.GetProperty("recover").GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task Leaving_an_enumeration_unsubscribes()
    {
        var (client, peer) = await _server.ConnectAsync();
        var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync();
        await peer.DeliverAsync("a", 1, "one");
        await first;

        await messages.DisposeAsync();

        var (_, command) = await peer.ExpectAsync("unsubscribe");
        Assert.Equal("a", command.GetProperty("topic").GetString());
    }

    [Fact]
    public async Task Cancelling_an_enumeration_ends_it_and_unsubscribes()
    {
        var (client, peer) = await _server.ConnectAsync();
        using var stop = new CancellationTokenSource();
        await using var messages = client.SubscribeAsync("a", cancellationToken: stop.Token).GetAsyncEnumerator();
        var next = messages.MoveNextAsync().Soon();
        await peer.AcceptSubscriptionAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await peer.ExpectAsync("unsubscribe");
    }

    [Fact]
    public async Task A_topic_that_was_left_can_be_subscribed_to_again_without_old_messages()
    {
        var (client, peer) = await _server.ConnectAsync();
        var old = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = old.NextAsync();
        await peer.AcceptSubscriptionAsync();
        await peer.DeliverAsync("a", 1, "one");
        await first;
        await old.DisposeAsync();
        await peer.ExpectAsync("unsubscribe");

        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var next = messages.NextAsync();
        var (id, _) = await peer.ExpectAsync("subscribe");
        await peer.DeliverAsync("a", 2, "for the old one");
        await peer.SendAsync($$$"""{"id":{{{id}}},"subscribed":{"topic":"a","epoch":"E","offset":2}}""");
        await peer.DeliverAsync("a", 3, "three");

        Assert.Equal("three", (await next).GetText());
    }

    [Fact]
    public async Task One_client_has_one_subscription_to_a_topic_at_a_time()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync();
        await peer.DeliverAsync("a", 1, "one");
        await first;

        await using var second = client.SubscribeAsync("a").GetAsyncEnumerator();
        var failure = await Assert.ThrowsAsync<WsBrokerException>(() => second.MoveNextAsync().Soon());

        Assert.Equal((int)ClientErrorCode.AlreadySubscribed, failure.Code);
    }

    [Fact]
    public async Task A_refused_subscription_throws_with_its_code()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("a/#/b").GetAsyncEnumerator();
        var next = messages.MoveNextAsync().Soon();
        var (id, _) = await peer.ExpectAsync("subscribe");

        await peer.SendAsync($$$"""{"id":{{{id}}},"error":{"code":104,"message":"a wildcard fills its level","retry":false}}""");

        var failure = await Assert.ThrowsAsync<WsBrokerException>(() => next);
        Assert.Equal((104, false), (failure.Code, failure.CanRetry));
    }

    [Fact]
    public async Task A_subscription_that_the_server_ends_for_good_throws_behind_its_messages()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync();

        await peer.DeliverAsync("a", 1, "one");
        await peer.SendAsync("""{"unsubscribed":{"topic":"a","code":202,"reason":"not allowed any more"}}""");

        Assert.Equal("one", (await first).GetText());
        Assert.Equal(202, (await Assert.ThrowsAsync<WsBrokerException>(() => messages.MoveNextAsync().Soon())).Code);
    }

    [Fact]
    public async Task A_subscription_that_the_server_ends_for_now_is_asked_for_again_from_where_it_was()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync();
        await peer.DeliverAsync("a", 1, "one");
        await first;

        await peer.SendAsync("""{"unsubscribed":{"topic":"a","code":500,"reason":"the topic failed"}}""");
        var second = messages.NextAsync();
        var command = await peer.AcceptSubscriptionAsync(offset: 2, recovered: true);
        await peer.DeliverAsync("a", 2, "two");

        Assert.Equal(1, command.GetProperty("recover").GetProperty("offset").GetInt64());
        Assert.Equal("two", (await second).GetText());
    }

    [Fact]
    public async Task Own_publications_are_left_out_of_a_recovery_when_no_echo_is_wanted()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("a", new SubscribeOptions { Echo = false }).GetAsyncEnumerator();
        var first = messages.NextAsync();
        var command = await peer.AcceptSubscriptionAsync();

        peer.Break();
        var next = await _server.GreetAsync(name: "me again");
        await next.AcceptSubscriptionAsync(offset: 3, recovered: true);
        await next.DeliverAsync("a", 1, "mine", client: "me");
        await next.DeliverAsync("a", 2, "mine", client: "me again");
        await next.DeliverAsync("a", 3, "theirs");

        Assert.False(command.GetProperty("echo").GetBoolean());
        Assert.Equal("theirs", (await first).GetText());
    }

    [Fact]
    public async Task The_socket_is_not_read_while_a_subscriber_is_full_and_nothing_is_lost()
    {
        const int count = 5000;
        var options = ScriptedServer.Prompt with { MaxBufferedBytes = 1024, MaxExcessBytes = 32 * 1024 };
        var (client, peer) = await _server.ConnectAsync(options);
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync();
        await peer.DeliverAsync("a", 1, "one");
        await first;

        // Sockets take what is sent here, but the subscription would be ended if it were read
        var text = new string('x', 1024);
        for (var offset = 2; offset <= 64; offset++)
        {
            await peer.DeliverAsync("a", offset, text);
        }

        var sending = SendAsync(peer, text, first: 65, last: count);
        for (var offset = 2; offset <= count; offset++)
        {
            Assert.Equal(offset, (await messages.NextAsync()).Offset);
        }

        await sending;
    }

    [Fact]
    public async Task A_subscriber_that_publishes_gets_its_answer_behind_messages_that_it_has_no_room_for()
    {
        var (client, peer) = await _server.ConnectAsync(ScriptedServer.Prompt with { MaxBufferedBytes = 1 });
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync();
        await peer.DeliverAsync("a", 1, "one");
        await first;
        for (var offset = 2; offset < 50; offset++)
        {
            await peer.DeliverAsync("a", offset, "more");
        }

        var publishing = client.PublishAsync("b", "answer").Soon();
        await peer.AcknowledgeAsync(offset: 1);

        Assert.Equal(1, (await publishing).Offset);
        Assert.Equal(2, (await messages.NextAsync()).Offset);
    }

    [Fact]
    public async Task A_subscriber_far_beyond_its_bound_is_ended_and_the_answers_of_others_still_come()
    {
        var options = ScriptedServer.Prompt with { MaxBufferedBytes = 1, MaxExcessBytes = 1024 };
        var (client, peer) = await _server.ConnectAsync(options);
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync();
        await peer.DeliverAsync("a", 1, "one");
        await first;
        var publishing = client.PublishAsync("b", "answer").Soon();
        for (var offset = 2; offset < 50; offset++)
        {
            await peer.DeliverAsync("a", offset, "more");
        }

        await peer.AcknowledgeAsync(offset: 1);

        Assert.Equal(1, (await publishing).Offset);
        var failure = await Assert.ThrowsAsync<WsBrokerException>(async () =>
        {
            while (await messages.MoveNextAsync().Soon())
            {
                Assert.InRange(messages.Current.Offset, 2, 10);
            }
        });
        Assert.Equal((int)ClientErrorCode.SubscriberTooSlow, failure.Code);
        await peer.ExpectAsync("unsubscribe");
    }

    private static async Task SendAsync(ScriptedPeer peer, string text, int first, int last)
    {
        for (var offset = first; offset <= last; offset++)
        {
            await peer.DeliverAsync("a", offset, text);
        }
    }
}

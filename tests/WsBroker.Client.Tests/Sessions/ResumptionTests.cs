using WsBroker.Client.Tests.Peers;

namespace WsBroker.Client.Tests.Sessions;

/// <summary>Coming back to a session that the server has kept.</summary>
public sealed class ResumptionTests : IAsyncDisposable
{
    private const string First = ",\"session\":\"S1\"";

    private readonly ScriptedServer _server = new();
    private readonly List<TopicGap> _gaps = [];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Subscriptions_that_the_server_has_kept_go_on_with_one_command()
    {
        var (client, peer) = await _server.ConnectAsync(session: First);
        await using var messages = client.SubscribeAsync("a", TellingGaps()).GetAsyncEnumerator();
        await using var others = client.SubscribeAsync("b/#", TellingGaps()).GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync(epoch: "E", offset: 4);
        var other = others.NextAsync();
        await peer.AcceptFilterAsync();
        await peer.DeliverAsync("a", 5, "five");
        await peer.DeliverAsync("b/1", 1, "b");
        await first;
        await other;

        peer.Break();
        var next = await _server.AcceptAsync();
        var greeting = await next.GreetAsync(session: Resumed("S2", "\"a\",\"b/#\""));
        await next.SendAsync("""{"subscribed":{"topic":"a","epoch":"E","offset":6,"recovered":true}}""");
        await next.DeliverAsync("a", 6, "six");
        await next.SendAsync("""{"subscribed":{"topic":"b/#"}}""");
        await next.DeliverAsync("b/1", 3, "bb");

        Assert.Equal("""{"session":"S1","recover":{"a":{"epoch":"E","offset":5}}}""", greeting.GetRawText());
        Assert.Equal("six", (await messages.NextAsync()).GetText());
        Assert.Equal("bb", (await others.NextAsync()).GetText());
        Assert.Equal([new TopicGap("b/#", From: null, To: null, GapReason.NoRecovery)], _gaps);
        var pending = client.PublishAsync("a", "x").AsTask();
        await next.AcknowledgeAsync(7);
        await pending.Soon();
    }

    [Fact]
    public async Task A_session_that_the_server_has_forgotten_is_subscribed_to_anew()
    {
        var (client, peer) = await _server.ConnectAsync(session: First);
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync(epoch: "E", offset: 4);
        await peer.DeliverAsync("a", 5, "five");
        await first;

        peer.Break();
        var next = await _server.GreetAsync(session: ""","session":"S2","resumed":false,"topics":[]""");
        var command = await next.AcceptSubscriptionAsync(epoch: "E", offset: 5, recovered: true);
        next.Break();
        var last = await _server.AcceptAsync();

        Assert.Equal("""{"epoch":"E","offset":5}""", command.GetProperty("recover").GetRawText());
        Assert.Equal("S2", (await last.GreetAsync()).GetProperty("session").GetString());
    }

    [Fact]
    public async Task A_server_without_sessions_is_not_asked_for_one()
    {
        var (client, peer) = await _server.ConnectAsync();
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync();

        peer.Break();
        var next = await _server.AcceptAsync();

        Assert.False((await next.GreetAsync()).TryGetProperty("session", out _));
        await next.AcceptSubscriptionAsync(recovered: true);
        await next.DeliverAsync("a", 1, "x");
        await first;
    }

    [Fact]
    public async Task What_was_left_meanwhile_is_unsubscribed_and_what_the_server_does_not_know_is_asked_for()
    {
        var (client, peer) = await _server.ConnectAsync(session: First);
        var left = client.SubscribeAsync("left").GetAsyncEnumerator();
        await using var unanswered = client.SubscribeAsync("unanswered").GetAsyncEnumerator();
        var leaving = left.NextAsync();
        await peer.AcceptSubscriptionAsync();
        await peer.DeliverAsync("left", 1, "x");
        await leaving;
        var first = unanswered.NextAsync();
        await peer.ExpectAsync("subscribe");

        peer.Break();
        var next = await _server.AcceptAsync();
        await left.DisposeAsync();
        await next.GreetAsync(session: Resumed("S2", "\"left\",\"unanswered\""));
        var unwanted = new[] { await next.ExpectAsync("unsubscribe"), await next.ExpectAsync("unsubscribe") };

        Assert.Equal(["left", "unanswered"], unwanted.Select(one => one.Body.GetProperty("topic").GetString()!).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("unanswered", (await next.AcceptSubscriptionAsync()).GetProperty("topic").GetString());
        await next.DeliverAsync("unanswered", 1, "x");
        await first;
    }

    [Fact]
    public async Task A_subscription_that_the_server_will_not_take_up_again_throws_behind_its_messages()
    {
        var (client, peer) = await _server.ConnectAsync(session: First);
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();
        await peer.AcceptSubscriptionAsync();
        await peer.DeliverAsync("a", 1, "x");
        await first;

        peer.Break();
        var next = await _server.GreetAsync(session: Resumed("S2", "\"a\""));
        await next.SendAsync("""{"unsubscribed":{"topic":"a","code":201,"reason":"no"}}""");

        Assert.Equal(201, (await Assert.ThrowsAsync<WsBrokerException>(messages.NextAsync)).Code);
    }

    private static string Resumed(string session, string topics) => $$""","session":"{{session}}","resumed":true,"topics":[{{topics}}]""";

    private SubscribeOptions TellingGaps() => new() { GapDetected = _gaps.Add };
}

using System.Text;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>What clients may do where back ends have a say, which the test plays.</summary>
public sealed class AskedBackEnds
{
    private const string Publish = """{"id":1,"publish":{"topic":"t","text":"x"}}""";

    private readonly PlayedHooks _hooks = new();

    [Fact]
    public void A_publication_is_there_only_when_the_back_end_has_allowed_it()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksPublish = true });
        var listener = broker.Open("/topics/t?mode=sub");
        var client = broker.Open("/");
        client.Say(Publish);

        Assert.Empty(client.Messages);
        Assert.Empty(listener.Messages);
        _hooks.Answer(broker, HookAnswer.Allowed.AsItIs);

        Assert.Contains("\"published\"", Assert.Single(client.Messages), StringComparison.Ordinal);
        Assert.Equal(["x"], listener.Messages);
    }

    [Fact]
    public void What_is_denied_is_answered_with_the_back_ends_own_number_and_reason_and_nothing_is_done()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksPublish = true, AsksSubscribe = true });
        var client = broker.Open("/");
        client.Say(Publish);
        client.Say("""{"id":2,"subscribe":{"topic":"t"}}""");

        _hooks.Answer(broker, new HookAnswer.Denied(4711, "no links"));
        _hooks.Answer(broker, new HookAnswer.Denied(Code: null, Reason: null));

        Assert.Equal(
            [
                """{"id":1,"error":{"code":208,"message":"no links","retry":false,"hookCode":4711}}""",
                $$$"""{"id":2,"error":{"code":208,"message":"{{{ErrorCode.DeniedByHook.Describe()}}}","retry":false}}""",
            ],
            client.Messages);
        Assert.Empty(broker.List());
    }

    [Fact]
    public void What_nobody_could_be_asked_about_is_refused_for_now()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksPublish = true });
        var client = broker.Open("/");
        client.Say(Publish);

        _hooks.Answer(broker, HookAnswer.Unavailable.Instance);

        var error = Assert.Single(client.Messages);
        Assert.Contains($"\"code\":{(int)ErrorCode.HookUnavailable},", error, StringComparison.Ordinal);
        Assert.Contains("\"retry\":true", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_back_end_may_change_what_is_published_but_not_its_key()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksPublish = true });
        _hooks.Usual = _ => new HookAnswer.Allowed
        {
            Content = new Content(PayloadKind.Text, "***"u8.ToArray()) { Headers = """{"seen":true}"""u8.ToArray() },
        };
        var client = broker.Open("/");
        client.Say("""{"subscribe":{"topic":"t"}}""");

        client.Say("""{"id":1,"publish":{"topic":"t","text":"rude","key":"once"}}""");
        client.Say("""{"id":2,"publish":{"topic":"t","text":"rude","key":"once"}}""");

        Assert.Contains("\"text\":\"***\",\"headers\":{\"seen\":true}", client.Messages.Single(static message => message.Contains("\"message\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("\"duplicate\":true", client.Messages[^1], StringComparison.Ordinal);
        Assert.All(_hooks.Asked.Cast<HookQuestion.Publish>(), static asked => Assert.Equal("rude", Encoding.UTF8.GetString(asked.Content.Payload.Span)));
    }

    [Fact]
    public void Commands_are_done_in_their_order_whatever_the_back_end_takes_for_each()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksPublish = true });
        var client = broker.Open("/");
        client.Say("""{"id":1,"publish":{"topic":"t","text":"1"}}""");
        client.Say("""{"id":2,"subscribe":{"topic":"t"}}""");
        client.Say("""{"id":3,"publish":{"topic":"t","text":"3"}}""");
        client.Say("""{"id":4,"history":{"topic":"t","last":1}}""");
        client.Say("""{"id":5,"ping":{}}""");
        client.Say("""{"id":6,"publish":{"topic":"t","text":"6"}}""");

        Assert.Empty(client.Messages);
        Assert.Equal(1, _hooks.Open);
        while (_hooks.Open > 0)
        {
            _hooks.Answer(broker, HookAnswer.Allowed.AsItIs);
        }

        Assert.Equal([1, 2, 3, 4, 5, 6], client.Messages.Select(IdOf).Where(static id => id > 0).Order());
        Assert.Equal(["3", "6"], client.Messages.Where(static message => message.StartsWith("{\"message\"", StringComparison.Ordinal)).Select(static message => message.Split("\"text\":\"")[1][..1]).ToArray());
        Assert.Contains("\"offset\":2,\"messages\":[{\"topic\":\"t\",\"offset\":2,\"text\":\"3\"", client.Messages.Single(static message => message.Contains("\"history\"", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_is_not_read_while_too_much_of_its_waits_for_a_back_end()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksPublish = true }, new SessionOptions { MaxUndoneCommands = 10 });
        var client = broker.Open("/topics/t");
        for (var number = 0; number < 1000; number++)
        {
            client.Transport.Write(SimulatedClient.Text($"{number}"));
        }

        broker.Dispatcher.RunUntilIdle();
        var untaken = client.Transport.Untaken;
        _hooks.Usual = static _ => HookAnswer.Allowed.AsItIs;
        _hooks.Answer(broker, HookAnswer.Allowed.AsItIs);

        Assert.True(untaken > 0);
        Assert.Equal(0, client.Transport.Untaken);
        Assert.Equal(1000, broker.List().Single().Position.Offset);
    }

    [Fact]
    public void A_stream_of_events_has_what_is_allowed_and_is_told_what_is_not()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksSubscribe = true });
        var (some, none) = (EventReader.Open(broker, "topic=a&topic=b"), EventReader.Open(broker, "topic=c"));

        _hooks.Answer(broker, new HookAnswer.Denied(1, "not you"));
        _hooks.Answer(broker, new HookAnswer.Denied(1, "not you"));
        _hooks.Answer(broker, HookAnswer.Allowed.AsItIs);
        broker.PublishAsServer("b", "x");

        Assert.Equal(["unsubscribed", "subscribed", "message"], some.Events.Select(static one => one.Name), StringComparer.Ordinal);
        Assert.Equal("a", some.Data("unsubscribed").GetProperty("topic").GetString());
        Assert.False(some.Client.Transport.IsEnded);
        Assert.True(none.Client.Transport.IsEnded);
    }

    [Fact]
    public void What_a_back_end_allows_too_late_is_not_done_any_more()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksPublish = true });
        broker.Tokens.Add("brief", "u1", life: TimeSpan.FromSeconds(10));
        var (expiring, leaving) = (broker.Open("/?token=brief"), broker.Open("/"));
        expiring.Say(Publish);
        leaving.Say(Publish);
        leaving.End();
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(11));

        _hooks.Answer(broker, HookAnswer.Allowed.AsItIs);
        _hooks.Answer(broker, HookAnswer.Allowed.AsItIs);

        Assert.Contains($"\"code\":{(int)ErrorCode.TokenExpired}", expiring.Messages[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(broker.List(), static topic => !topic.Topic.IsSystem);
    }

    [Fact]
    public void What_a_rule_forbids_stays_forbidden_whatever_a_back_end_allows()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksPublish = true, AsksSubscribe = true });
        _hooks.Usual = static _ => HookAnswer.Allowed.AsItIs;
        var client = broker.Open("/");

        client.Say("""{"id":1,"publish":{"topic":"orders/1","text":"x"}}""");
        client.Say("""{"id":2,"subscribe":{"topic":"orders/1"}}""");

        Assert.All(client.Messages, static message => Assert.Contains("\"code\":201", message, StringComparison.Ordinal));
    }

    [Fact]
    public void Back_ends_are_told_who_comes_and_goes_and_which_topics_are_occupied()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { TellsConnections = true });
        broker.Tokens.Add("u1", "u1");
        var (silent, first, second) = (broker.Open("/"), broker.Open("/?token=u1"), broker.Open("/topics/t"));
        first.Say("""{"id":1,"subscribe":{"topic":"t"}}""");
        second.End();
        first.Say("""{"id":2,"unsubscribe":{"topic":"t"}}""");
        first.Say("""{"id":3,"subscribe":{"topic":"t"}}""");
        first.Say("""{"id":4,"subscribe":{"topic":"#"}}""");
        silent.End();
        first.End();

        Assert.Equal(
            ["connected ", "connected u1", "disconnected ", "disconnected u1"],
            _hooks.Told.Where(static news => news.Contains("connected", StringComparison.Ordinal)).ToArray());
        Assert.Equal(
            ["occupied t", "vacated t", "occupied t", "vacated t"],
            _hooks.Told.Where(static news => news.EndsWith(" t", StringComparison.Ordinal)).ToArray());
    }

    [Fact]
    public void A_server_that_drains_has_what_was_asked_answered_first()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksPublish = true });
        var client = broker.Open("/");
        client.Say(Publish);
        client.Say(Publish);
        broker.Drain();
        client.Read();
        Assert.Null(client.Closed);
        _hooks.Usual = static _ => HookAnswer.Allowed.AsItIs;
        _hooks.Answer(broker, HookAnswer.Allowed.AsItIs);

        Assert.Equal(2, client.Messages.Count(static message => message.Contains("\"published\"", StringComparison.Ordinal)));
        Assert.Equal(CloseCode.ServiceRestart, client.Closed?.Code);
    }

    private static int IdOf(string message) =>
        message.StartsWith("{\"id\":", StringComparison.Ordinal) ? message[6] - '0' : 0;
}

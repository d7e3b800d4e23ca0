using WsBroker.Broker.Access;
using WsBroker.Broker.Hooks;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Who comes in where a back end has to let clients in, which the test plays.</summary>
public sealed class AdmittingBackEnds
{
    private const string Publish = """{"id":1,"publish":{"topic":"t","text":"x"}}""";

    private readonly PlayedHooks _hooks = new();

    [Theory]
    [InlineData("""{"id":1,"subscribe":{"topic":"t"}}""")]
    [InlineData("""{"id":1,"publish":{"topic":"t","text":"x"}}""")]
    [InlineData("""{"id":1,"history":{"topic":"t"}}""")]
    [InlineData("""{"id":1,"presence":{"topic":"t"}}""")]
    public void A_back_end_that_lets_clients_in_is_asked_whether_they_connect_or_not(string command)
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksConnect = true });
        var client = broker.Open("/");
        for (var number = 0; number < 5; number++)
        {
            client.Say(command);
        }

        _hooks.Answer(broker, new HookAnswer.Denied(1, "not you"));

        Assert.IsType<HookQuestion.Connect>(Assert.Single(_hooks.Asked));
        Assert.Equal(5, client.Messages.Count(static message => message.Contains("not you", StringComparison.Ordinal)));
        Assert.Empty(broker.List());
        client.Say(command);
        _hooks.Answer(broker, HookAnswer.Allowed.AsItIs);
        Assert.DoesNotContain("\"error\"", client.Messages[^1], StringComparison.Ordinal);
        client.Say("""{"id":9,"publish":{"topic":"u","text":"x"}}""");
        Assert.Equal(2, _hooks.Asked.Count);
    }

    [Fact]
    public void Who_was_turned_away_may_try_again_with_connect()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksConnect = true });
        var client = broker.Open("/");
        client.Say("""{"id":1,"connect":{"name":"one"}}""");
        client.Say(Publish);
        client.Say("""{"id":2,"connect":{"name":"two","info":{"a":1}}}""");
        client.Say(Publish);

        _hooks.Answer(broker, new HookAnswer.Denied(1, "not you"));
        _hooks.Answer(broker, new HookAnswer.Allowed { Info = """{"b":2}"""u8.ToArray() });
        client.Say("""{"id":3,"subscribe":{"topic":"t"}}""");
        client.Say("""{"id":4,"presence":{"topic":"t"}}""");

        Assert.Equal(["one", "two"], _hooks.Asked.Select(static asked => asked.Client.Name!).ToArray());
        Assert.Equal(2, client.Messages.Count(static message => message.Contains("not you", StringComparison.Ordinal)));
        Assert.Contains("\"connected\"", client.Messages[2], StringComparison.Ordinal);
        Assert.Contains("\"published\"", client.Messages[3], StringComparison.Ordinal);
        Assert.Contains("\"name\":\"two\",\"info\":{\"b\":2}", client.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_client_that_is_not_let_in_is_closed_with_1008_or_with_1013_if_nobody_could_be_asked()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksConnect = true });
        var (denied, later, good) = (broker.Open("/topics/t"), broker.Open("/topics/t"), broker.Open("/topics/t"));

        _hooks.Answer(broker, new HookAnswer.Denied(1, "not you"));
        _hooks.Answer(broker, HookAnswer.Unavailable.Instance);
        _hooks.Answer(broker, HookAnswer.Allowed.AsItIs);
        broker.PublishAsServer("t", "x");

        denied.Read();
        later.Read();
        Assert.Equal((CloseCode.PolicyViolation, CloseCode.TryAgainLater), (denied.Closed?.Code, later.Closed?.Code));
        Assert.Equal(["x"], good.Messages);
        Assert.Empty(denied.Messages);
    }

    [Fact]
    public void A_back_end_says_who_a_client_is_and_what_it_may_but_not_who_has_proved_it()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksConnect = true });
        broker.Tokens.Add("token of u1", "u1");
        _hooks.Usual = _ => new HookAnswer.Allowed { Identity = User("u9") with { Publish = new Grants(HookedBroker.Filter("orders/9")) } };
        var (anonymous, proven) = (broker.Open("/"), broker.Open("/?token=token of u1".Replace(" ", "%20", StringComparison.Ordinal)));
        foreach (var client in (SimulatedClient[])[anonymous, proven])
        {
            client.Say("""{"id":1,"connect":{}}""");
            client.Say("""{"id":2,"publish":{"topic":"orders/9","text":"x"}}""");
            client.Say("""{"id":3,"publish":{"topic":"orders/8","text":"x"}}""");
        }

        broker.PublishAsServer("$user/u9", "for u9");

        Assert.Contains("\"user\":\"u9\",\"node\"", anonymous.Messages[0], StringComparison.Ordinal);
        Assert.Contains("\"published\"", anonymous.Messages[1], StringComparison.Ordinal);
        Assert.Contains("\"code\":201", anonymous.Messages[2], StringComparison.Ordinal);
        Assert.Contains("for u9", anonymous.Messages[^1], StringComparison.Ordinal);
        Assert.Contains("\"user\":\"u1\"", proven.Messages[0], StringComparison.Ordinal);
        Assert.DoesNotContain("for u9", string.Concat(proven.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_was_let_in_for_a_while_cannot_stay_longer_by_a_token_that_nobody_verifies()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Hooks = new SessionHooks(_hooks) { AsksConnect = true } });
        var expires = broker.Dispatcher.Time.GetUtcNow().AddSeconds(10);
        _hooks.Usual = _ => new HookAnswer.Allowed { Identity = User("u9") with { ExpiresAt = expires } };
        var client = broker.Open("/");
        client.Say("""{"id":1,"connect":{}}""");
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(11));

        client.Say("""{"id":2,"refresh":{"token":"any"}}""");
        broker.PublishAsServer("$user/u9", "too late");

        Assert.Contains("\"code\":203", client.Messages[^1], StringComparison.Ordinal);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(30));
        client.Read();
        Assert.Equal((CloseCode)4401, client.Closed?.Code);
    }

    [Fact]
    public void A_user_that_is_revoked_while_its_back_end_is_asked_does_not_come_in()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksConnect = true });
        var client = broker.Open("/");
        client.Say("""{"id":1,"connect":{}}""");
        var asked = broker.Dispatcher.Time.GetUtcNow();
        Assert.True(broker.Tokens.Revocations.TryAdd(new Revocation.OfUser(User("u9").User, asked.AddSeconds(1))));

        client.Say(Publish);
        _hooks.Answer(broker, new HookAnswer.Allowed { Identity = User("u9") with { IssuedAt = asked } });
        broker.PublishAsServer("$user/u9", "too late");

        Assert.Equal(2, client.Messages.Count(static message => message.Contains("\"error\"", StringComparison.Ordinal)));
        Assert.Contains("\"code\":203", client.Messages[0], StringComparison.Ordinal);
        Assert.DoesNotContain("too late", string.Concat(client.Messages), StringComparison.Ordinal);
        Assert.DoesNotContain(broker.List(), static topic => topic.Topic.Text is "t");
    }

    [Fact]
    public void The_inbox_is_open_when_the_back_end_has_let_the_user_in_and_not_before()
    {
        using var broker = HookedBroker.Start(_hooks, asks => asks with { AsksConnect = true });
        broker.Tokens.Add("u1", "u1");
        var client = broker.Open("/?token=u1");
        broker.PublishAsServer("$user/u1", "too early");
        client.Say("""{"id":1,"history":{"topic":"t"}}""");
        broker.PublishAsServer("$user/u1", "too early");

        _hooks.Answer(broker, HookAnswer.Allowed.AsItIs);
        broker.PublishAsServer("$user/u1", "now");

        Assert.DoesNotContain("early", string.Concat(client.Messages), StringComparison.Ordinal);
        Assert.Contains("\"text\":\"now\"", client.Messages[^1], StringComparison.Ordinal);
    }

    private static Identity User(string text) =>
        new(UserId.TryParse(text, tenant: "", out var user) ? user : throw new ArgumentException(text, nameof(text)), DateTimeOffset.MaxValue);
}

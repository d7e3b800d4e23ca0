using WsBroker.Broker.Access;
using WsBroker.Broker.Hooks;
using WsBroker.Protocols.Echo;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Clients that a back end has to let in before they may do anything, and until it has.</summary>
public sealed class ClientsAtTheDoor : IDisposable
{
    private const string Connect = """{"id":1,"connect":{}}""";

    private static readonly TimeSpan _authTimeout = new AccessOptions().AuthTimeout;
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly string _large = new('x', 100_000);
    private static readonly string _publishLarge = $$$"""{"id":9,"publish":{"topic":"t","text":"{{{_large}}}"}}""";

    private readonly PlayedHooks _hooks = new();
    private readonly SimulatedBroker _broker;

    public ClientsAtTheDoor() => _broker = HookedBroker.Start(_hooks, static asks => asks with { AsksConnect = true, GuardsEntry = true });

    public void Dispose() => _broker.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("""{"ping":{}}""")]
    [InlineData("""{"unsubscribe":{"topic":"t"}}""")]
    [InlineData("""{"refresh":{"token":"bad"}}""")]
    public void AU_13_AU_15_A_client_that_does_not_ask_to_come_in_is_closed_in_time_whatever_else_it_sends(string? sends)
    {
        var client = _broker.Open("/");
        for (var at = 0; at < 4; at++)
        {
            _broker.Dispatcher.Advance(_second);
            Assert.Null(Closed(client));
            if (sends is not null)
            {
                client.Say(sends);
            }
        }

        _broker.Dispatcher.Advance(2 * _second);

        Assert.Equal(CloseCode.PolicyViolation, Closed(client));
        Assert.Empty(_hooks.Asked);
    }

    [Theory]
    [InlineData("/", Connect)]
    [InlineData("/", """{"id":1,"subscribe":{"topic":"t"}}""")]
    [InlineData("/topics/t", null)]
    [InlineData("/topics/t?mode=sub", null)]
    [InlineData("/topics/t?mode=pub", null)]
    public void AU_13_Who_asks_is_waited_for_however_long_the_back_end_takes_and_stays_when_it_is_in(string path, string? asks)
    {
        var client = _broker.Open(path);
        if (asks is not null)
        {
            client.Say(asks);
        }

        _broker.Dispatcher.Advance(2 * _authTimeout);
        Assert.Null(Closed(client));
        _hooks.Answer(_broker, HookAnswer.Allowed.AsItIs);
        _broker.Dispatcher.Advance(2 * _authTimeout);

        Assert.Null(Closed(client));
        Assert.IsType<HookQuestion.Connect>(Assert.Single(_hooks.Asked));
    }

    [Fact]
    public void AU_13_A_stream_of_events_that_is_let_in_stays()
    {
        var reader = EventReader.Open(_broker, "topic=t");
        _hooks.Answer(_broker, HookAnswer.Allowed.AsItIs);

        _broker.Dispatcher.Advance(2 * _authTimeout);
        _broker.PublishAsServer("t", "x");

        Assert.Equal(["x"], reader.Texts, StringComparer.Ordinal);
    }

    [Fact]
    public void AU_13_Who_was_turned_away_may_try_again_until_its_time_is_over()
    {
        var client = _broker.Open("/");
        client.Say(Connect);
        _hooks.Answer(_broker, new HookAnswer.Denied(1, "not you"));
        _broker.Dispatcher.Advance(_authTimeout - _second);
        Assert.Null(Closed(client));
        client.Say(Connect);
        _hooks.Answer(_broker, new HookAnswer.Denied(1, "not you"));

        _broker.Dispatcher.Advance(2 * _second);

        Assert.Equal(CloseCode.PolicyViolation, Closed(client));
    }

    [Fact]
    public void AU_13_Who_is_turned_away_after_its_time_is_closed_and_not_waited_for_once_more()
    {
        var client = _broker.Open("/");
        client.Say(Connect);
        _broker.Dispatcher.Advance(_authTimeout + _second);
        Assert.Null(Closed(client));
        _hooks.Answer(_broker, new HookAnswer.Denied(1, "not you"));

        _broker.Dispatcher.Advance(_authTimeout + _second);

        Assert.Equal(CloseCode.PolicyViolation, Closed(client));
    }

    [Fact]
    public void AU_13_Who_was_told_to_come_later_has_so_long_and_the_same_time_once_more()
    {
        var later = 3 * _second;
        var client = _broker.Open("/");
        client.Say(Connect);
        _hooks.Answer(_broker, HookAnswer.Unavailable.Instance with { RetryAfter = later });

        _broker.Dispatcher.Advance(_authTimeout + later + _authTimeout - _second);
        Assert.Null(Closed(client));
        _broker.Dispatcher.Advance(3 * _second);

        Assert.Equal(CloseCode.PolicyViolation, Closed(client));
    }

    [Theory]
    [InlineData(8 * 1024, false)]
    [InlineData((8 * 1024) + 1, true)]
    [InlineData(1024 * 1024, true)]
    public void AU_14_Before_it_is_let_in_messages_have_at_most_8_KiB(int length, bool isClosed)
    {
        var (silent, asking) = (_broker.Open("/"), _broker.Open("/"));
        asking.Say(Connect);

        silent.Say(new string(' ', length));
        asking.Say(new string(' ', length));

        Assert.Equal(isClosed ? CloseCode.MessageTooBig : null, Closed(silent));
        Assert.Equal(isClosed ? CloseCode.MessageTooBig : null, Closed(asking));
    }

    [Fact]
    public void AU_14_When_it_is_in_messages_may_be_as_large_as_anybodys()
    {
        var client = _broker.Open("/");
        client.Say(Connect);
        _hooks.Answer(_broker, HookAnswer.Allowed.AsItIs);

        client.Say(_publishLarge);

        Assert.Contains("\"published\"", client.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void AU_14_When_it_was_turned_away_they_may_not()
    {
        var client = _broker.Open("/");
        client.Say(Connect);
        _hooks.Answer(_broker, new HookAnswer.Denied(1, "not you"));

        client.Say(_publishLarge);

        Assert.Equal(CloseCode.MessageTooBig, Closed(client));
    }

    [Theory]
    [InlineData("/topics/t")]
    [InlineData("/topics/t?mode=pub")]
    public void AU_14_A_bare_client_is_not_read_before_it_is_in_so_its_first_message_may_be_large(string path)
    {
        var listener = Listen();
        var (good, bad) = (_broker.Open(path), _broker.Open(path));
        good.Say(_large);
        bad.Say(_large);
        Assert.Empty(listener.Texts);

        _hooks.Answer(_broker, HookAnswer.Allowed.AsItIs);
        _hooks.Answer(_broker, new HookAnswer.Denied(1, "not you"));

        Assert.Equal([_large], listener.Texts, StringComparer.Ordinal);
        Assert.Null(Closed(good));
        Assert.Equal(CloseCode.PolicyViolation, Closed(bad));
    }

    [Fact]
    public void AU_14_What_comes_with_the_request_of_a_bare_client_waits_too()
    {
        var listener = Listen();
        var client = _broker.Connect();
        client.Write([.. SimulatedClient.Request("/topics/t"), .. SimulatedClient.Text(_large)]);
        Assert.Empty(listener.Texts);

        _hooks.Answer(_broker, HookAnswer.Allowed.AsItIs);

        Assert.Equal([_large], listener.Texts, StringComparer.Ordinal);
    }

    [Fact]
    public void AU_13_AU_14_Who_has_proved_who_it_is_has_time_and_room()
    {
        _broker.Tokens.Add("u1", "u1");
        var (byHandshake, byConnect) = (_broker.Open("/?token=u1"), _broker.Open("/"));
        byConnect.Say("""{"id":1,"connect":{"token":"u1"}}""");
        _broker.Dispatcher.Advance(2 * _authTimeout);

        _hooks.Usual = static _ => HookAnswer.Allowed.AsItIs;
        _hooks.Answer(_broker, HookAnswer.Allowed.AsItIs);
        byHandshake.Say(_publishLarge);
        byConnect.Say(_publishLarge);

        Assert.Contains("\"published\"", byHandshake.Messages[^1], StringComparison.Ordinal);
        Assert.Contains("\"published\"", byConnect.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_door_is_open_while_the_back_end_is_away_nobody_has_to_hurry()
    {
        using var broker = HookedBroker.Start(_hooks, static asks => asks with { AsksConnect = true });
        var client = broker.Open("/");
        broker.Dispatcher.Advance(2 * _authTimeout);
        _hooks.Usual = static _ => HookAnswer.Allowed.AsItIs;

        client.Say(_publishLarge);

        Assert.Contains("\"published\"", client.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_echo_is_for_those_who_are_let_in_too()
    {
        using var broker = new SimulatedBroker(new SimulationOptions
        {
            Hooks = new SessionHooks(_hooks) { AsksConnect = true, GuardsEntry = true },
            Endpoints = [new EchoEndpoint()],
        });
        var (good, bad, later) = (broker.Open("/echo"), broker.Open("/echo"), broker.Open("/echo"));
        foreach (var client in (SimulatedClient[])[good, bad, later])
        {
            client.Say("x");
        }

        _hooks.Answer(broker, HookAnswer.Allowed.AsItIs);
        _hooks.Answer(broker, new HookAnswer.Denied(1, "not you"));
        _hooks.Answer(broker, HookAnswer.Unavailable.Instance);
        broker.Dispatcher.Advance(2 * _authTimeout);

        Assert.Null(Closed(good));
        Assert.Equal((CloseCode.PolicyViolation, CloseCode.TryAgainLater), (Closed(bad), Closed(later)));
        Assert.Equal(["x"], good.Messages);
        Assert.Empty(bad.Messages);
    }

    private static CloseCode? Closed(SimulatedClient client)
    {
        client.Read();
        return client.Closed?.Code;
    }

    // A stream, which has no messages of its own, already let in
    private EventReader Listen()
    {
        var listener = EventReader.Open(_broker, "topic=t");
        _hooks.Answer(_broker, HookAnswer.Allowed.AsItIs);
        return listener;
    }
}

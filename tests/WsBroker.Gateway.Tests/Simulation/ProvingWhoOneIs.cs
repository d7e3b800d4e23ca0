using System.Globalization;
using WsBroker.Broker.Access;
using WsBroker.Gateway.Admission;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Clients that prove who they are after the handshake, or do not.</summary>
public sealed class ProvingWhoOneIs : IDisposable
{
    private static readonly AccessOptions _required = new() { IsRequired = true };

    private readonly SimulatedBroker _broker = new(new SimulationOptions
    {
        Access = _required,
        Admission = new AdmissionLimits { MaxConnectionsPerUser = 2 },
    });

    public ProvingWhoOneIs()
    {
        _broker.Tokens.Add("token of u1", "u1");
        _broker.Tokens.Add("token of u2", "u2");
    }

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void A_client_that_connects_with_a_token_is_told_who_it_is_and_till_when()
    {
        var client = _broker.Open("/");

        client.Say("""{"id":1,"connect":{"token":"token of u1"}}""");

        var expires = _broker.Dispatcher.Time.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        Assert.Contains("\"user\":\"u1\"", client.Messages[0], StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\"expires\":{expires}"), client.Messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_user_publishes_bears_its_name()
    {
        var client = Connect("u1");
        client.Say("""{"subscribe":{"topic":"t"}}""");

        client.Say("""{"publish":{"topic":"t","text":"hi"}}""");

        Assert.Contains("\"user\":\"u1\"", client.Messages[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/", "ping")]
    [InlineData("/", "token")]
    public void AU_13_AU_15_A_client_that_does_not_say_who_it_is_is_closed_in_time_whatever_else_it_sends(string path, string? sends = null)
    {
        var client = _broker.Open(path);
        for (var at = 0; at < 9; at++)
        {
            _broker.Dispatcher.Advance(_required.AuthTimeout / 10);
            Assert.Null(client.Closed);
            Send(client, sends);
        }

        _broker.Dispatcher.Advance(_required.AuthTimeout / 5);

        client.Read();
        Assert.Equal(CloseCode.PolicyViolation, client.Closed?.Code);
    }

    [Theory]
    [InlineData("""{"id":1,"subscribe":{"topic":"t"}}""")]
    [InlineData("""{"id":1,"publish":{"topic":"t","text":"x"}}""")]
    [InlineData("""{"id":1,"history":{"topic":"t"}}""")]
    [InlineData("""{"id":1,"unsubscribe":{"topic":"t"}}""")]
    [InlineData("""{"id":1,"ping":{}}""")]
    [InlineData("""{"id":1,"refresh":{"token":"token of u1"}}""")]
    [InlineData("""{"id":1,"connect":{"name":"me"}}""")]
    public void AU_14_Before_that_every_other_command_is_refused_and_does_nothing(string command)
    {
        var client = _broker.Open("/");

        client.Say(command);

        Assert.Contains("\"code\":202", Assert.Single(client.Messages), StringComparison.Ordinal);
        Assert.Empty(_broker.List());
    }

    [Fact]
    public void AU_14_A_thousand_commands_before_that_do_nothing_and_are_not_all_listened_to()
    {
        var client = _broker.Open("/");
        var commands = SimulatedClient.Text("""{"id":1,"publish":{"topic":"t","text":"x"}}""");

        client.Write([.. Enumerable.Repeat(commands, 1000).SelectMany(static command => command)]);

        client.Read();
        Assert.Equal(CloseCode.PolicyViolation, client.Closed?.Code);
        Assert.All(client.Messages, static message => Assert.Contains("\"code\":202", message, StringComparison.Ordinal));
        Assert.InRange(client.Messages.Count, 100, 999);
        Assert.Empty(_broker.List());
    }

    [Fact]
    public void AU_14_After_some_commands_too_early_the_right_one_still_counts()
    {
        var client = _broker.Open("/");
        for (var at = 0; at < 50; at++)
        {
            client.Say("""{"id":1,"publish":{"topic":"t","text":"x"}}""");
        }

        client.Say("""{"id":2,"connect":{"token":"token of u1"}}""");

        Assert.Contains("\"connected\"", client.Messages[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(_broker.List(), static topic => !topic.Topic.IsSystem);
    }

    [Theory]
    [InlineData(8 * 1024, false)]
    [InlineData((8 * 1024) + 1, true)]
    [InlineData(1024 * 1024, true)]
    public void AU_14_Before_that_messages_have_at_most_8_KiB(int length, bool isClosed)
    {
        var client = _broker.Open("/");

        client.Say(new string(' ', length));

        client.Read();
        Assert.Equal(isClosed ? CloseCode.MessageTooBig : null, client.Closed?.Code);
    }

    [Fact]
    public void AU_14_After_that_messages_may_be_as_large_as_anybodys_even_in_the_same_breath()
    {
        var client = _broker.Open("/");

        client.Write([
            .. SimulatedClient.Text("""{"connect":{"token":"token of u1"}}"""),
            .. SimulatedClient.Text($$$"""{"id":1,"publish":{"topic":"t","text":"{{{new string('x', 100_000)}}}"}}"""),
        ]);

        Assert.Contains("\"published\"", client.Messages[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token of u1")]
    [InlineData("token of u2")]
    public void AU_16_A_second_connect_is_refused_and_the_client_stays_who_it_was(string token)
    {
        var client = _broker.Open("/");

        client.Write([
            .. SimulatedClient.Text("""{"id":1,"connect":{"token":"token of u1"}}"""),
            .. SimulatedClient.Text($$$"""{"id":2,"connect":{"token":"{{{token}}}"}}"""),
        ]);
        client.Say("""{"subscribe":{"topic":"t"}}""");
        client.Say("""{"publish":{"topic":"t","text":"hi"}}""");

        Assert.Contains("\"code\":109", client.Messages[1], StringComparison.Ordinal);
        Assert.Contains("\"user\":\"u1\"", client.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void AU_16_Who_has_proved_it_in_the_handshake_cannot_connect_as_another()
    {
        var client = _broker.Open("/?token=token%20of%20u1");

        client.Say("""{"id":1,"connect":{"token":"token of u2"}}""");
        client.Say("""{"id":2,"connect":{"name":"me"}}""");

        Assert.Contains("\"code\":205", client.Messages[0], StringComparison.Ordinal);
        Assert.Contains("\"user\":\"u1\"", client.Messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_token_is_refused_and_a_good_one_may_follow()
    {
        var client = _broker.Open("/");

        client.Say("""{"id":1,"connect":{"token":"bad"}}""");
        client.Say("""{"id":2,"connect":{"token":"token of u1"}}""");

        Assert.Contains("\"code\":203", client.Messages[0], StringComparison.Ordinal);
        Assert.Contains("\"connected\"", client.Messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void HS_41_A_user_has_no_more_connections_than_one_may_and_gets_its_place_back()
    {
        var (first, second) = (Connect("u1"), _broker.Open("/topics/t?token=token%20of%20u1"));

        var byHandshake = _broker.Open("/topics/t?token=token%20of%20u1");
        var byConnect = _broker.Open("/");
        byConnect.Say("""{"id":1,"connect":{"token":"token of u1"}}""");

        Assert.StartsWith("HTTP/1.1 101 ", second.Head, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 429 ", byHandshake.Head, StringComparison.Ordinal);
        Assert.Contains("\"code\":305", byConnect.Messages[0], StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 101 ", _broker.Open("/topics/t?token=token%20of%20u2").Head, StringComparison.Ordinal);
        first.Write(SimulatedClient.Close(CloseCode.NormalClosure));
        first.End();
        Assert.StartsWith("HTTP/1.1 101 ", _broker.Open("/topics/t?token=token%20of%20u1").Head, StringComparison.Ordinal);
    }

    [Fact]
    public void AU_21_Who_is_anonymous_where_that_is_allowed_has_the_limits_of_others_and_no_user()
    {
        using var broker = new SimulatedBroker(new SimulationOptions
        {
            Access = new AccessOptions(),
            Admission = new AdmissionLimits { MaxConnections = 1 },
        });
        var client = broker.Open("/");

        client.Say("""{"id":1,"connect":{}}""");
        client.Say("""{"id":2,"subscribe":{"topic":"$user/"}}""");
        client.Say("""{"id":3,"refresh":{"token":"x"}}""");

        Assert.Contains("\"user\":null", client.Messages[0], StringComparison.Ordinal);
        Assert.Contains("\"code\":200", client.Messages[1], StringComparison.Ordinal);
        Assert.Contains("\"code\":202", client.Messages[2], StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 503 ", broker.Open("/").Head, StringComparison.Ordinal);
    }

    private static void Send(SimulatedClient client, string? what)
    {
        switch (what)
        {
            case "ping":
                client.Write(SimulatedClient.Frame(WebSockets.Framing.Opcode.Ping, [1]));
                break;
            case "token":
                client.Say("""{"connect":{"token":"bad"}}""");
                break;
            default:
                break;
        }
    }

    private SimulatedClient Connect(string user)
    {
        var client = _broker.Open("/");
        client.Say($$$"""{"connect":{"token":"token of {{{user}}}"}}""");
        return client;
    }
}

using System.Net;
using System.Text.RegularExpressions;
using WsBroker.Broker.Access;
using WsBroker.Broker.Rates;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Peers;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Clients that bring more in a second than they may.</summary>
public sealed partial class TooMuchInASecond
{
    private const string Publish = """{"id":1,"publish":{"topic":"t","text":"x"}}""";

    private static readonly Peer _one = Peer.At(new IPEndPoint(IPAddress.Parse("203.0.113.1"), 1));
    private static readonly Peer _other = Peer.At(new IPEndPoint(IPAddress.Parse("203.0.113.2"), 1));

    [Fact]
    public void AP_12_What_is_too_much_is_refused_with_when_it_may_come_and_all_that_was_acknowledged_is_there()
    {
        using var broker = Broker(new RateOptions { Connection = new ScopeRates { Publish = 10 } });
        var listener = broker.Open("/topics/t?mode=sub");
        var client = broker.Open("/");

        for (var at = 0; at < 15; at++)
        {
            client.Say(Publish);
        }

        Assert.Equal(10, Published(client));
        Assert.Equal(5, Refused(client));
        var error = client.Messages[^1];
        Assert.Contains("\"retry\":true", error, StringComparison.Ordinal);
        var wait = int.Parse(RetryAfter().Match(error).Groups["ms"].Value, provider: null);
        broker.Dispatcher.Advance(TimeSpan.FromMilliseconds(wait));
        client.Say(Publish);
        Assert.Equal(11, Published(client));
        listener.Read();
        Assert.Equal(11, listener.Messages.Count);
        Assert.Null(client.Closed);
    }

    [Fact]
    public void AP_12_Who_goes_on_regardless_is_closed_with_1008()
    {
        using var broker = new SimulatedBroker(new SimulationOptions
        {
            Rates = new RateOptions { Connection = new ScopeRates { Publish = 1 } },
            Connection = new ConnectionOptions { MaxMistakes = 3 },
        });
        var client = broker.Open("/");

        for (var at = 0; at < 5; at++)
        {
            Assert.Null(client.Closed);
            client.Say(Publish);
            client.Read();
        }

        Assert.Equal((CloseCode.PolicyViolation, EndReason.TooManyErrors.Sentence()), client.Closed);
        Assert.Equal((1, 4), (Published(client), Refused(client)));
    }

    [Fact]
    public void AP_12_A_bare_client_that_cannot_be_told_an_error_is_closed_with_1008()
    {
        using var broker = Broker(new RateOptions { Connection = new ScopeRates { Publish = 2 } });
        var listener = broker.Open("/topics/t?mode=sub");
        var client = broker.Open("/topics/t");

        client.Say("1");
        client.Say("2");
        client.Say("3");

        client.Read();
        listener.Read();
        Assert.Equal((CloseCode.PolicyViolation, EndReason.TooFast.Sentence()), client.Closed);
        Assert.Equal(["1", "2"], listener.Messages);
    }

    [Fact]
    public void AP_12_The_connections_of_a_user_share_what_it_may_do_and_other_users_have_their_own()
    {
        using var broker = Broker(new RateOptions { User = new ScopeRates { Publish = 4 } });
        broker.Tokens.Add("u1", "u1");
        broker.Tokens.Add("u2", "u2");
        var (first, second, other, nobody) = (broker.Open("/?token=u1"), broker.Open("/"), broker.Open("/?token=u2"), broker.Open("/"));
        second.Say("""{"connect":{"token":"u1"}}""");

        for (var at = 0; at < 4; at++)
        {
            foreach (var client in (SimulatedClient[])[first, second, other, nobody])
            {
                client.Say(Publish);
            }
        }

        Assert.Equal((2, 2, 4, 4), (Published(first), Published(second), Published(other), Published(nobody)));
    }

    [Fact]
    public void AP_12_The_connections_from_an_address_share_what_it_may_do_and_come_back_to_it()
    {
        using var broker = Broker(new RateOptions { Address = new ScopeRates { Publish = 4 } });
        var (first, second, other) = (Open(broker, _one), Open(broker, _one), Open(broker, _other));
        for (var at = 0; at < 2; at++)
        {
            first.Say(Publish);
            second.Say(Publish);
            other.Say(Publish);
        }

        first.End();
        var back = Open(broker, _one);
        back.Say(Publish);
        other.Say(Publish);

        Assert.Equal((2, 2, 0, 3), (Published(first), Published(second), Published(back), Published(other)));
    }

    [Fact]
    public void What_one_limit_refuses_takes_nothing_of_the_others()
    {
        using var broker = Broker(new RateOptions
        {
            Connection = new ScopeRates { Publish = 5 },
            User = new ScopeRates { Publish = 5 },
            Address = new ScopeRates { Publish = 2 },
        });
        broker.Tokens.Add("u1", "u1");
        var client = broker.Connect(_one);
        client.Write(SimulatedClient.Request("/?token=u1"));
        for (var at = 0; at < 50; at++)
        {
            client.Say(Publish);
        }

        var elsewhere = broker.Connect(_other);
        elsewhere.Write(SimulatedClient.Request("/?token=u1"));
        elsewhere.Say(Publish);
        elsewhere.Say(Publish);

        Assert.Equal((2, 2), (Published(client), Published(elsewhere)));
    }

    [Fact]
    public void What_the_limit_of_an_address_refuses_takes_nothing_of_its_connection()
    {
        using var broker = Broker(new RateOptions { Connection = new ScopeRates { Bytes = 1500 }, Address = new ScopeRates { Bytes = 1000 } });
        var client = Open(broker, _one);

        foreach (var length in (int[])[900, 300, 300, 100])
        {
            const string Ping = """{"ping":{},"x":""}""";
            client.Say(Ping.Insert(Ping.Length - 2, new string('x', length - Ping.Length)));
        }

        Assert.Equal(2, Refused(client));
        Assert.Contains("\"pong\"", client.Messages[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":1,"subscribe":{"topic":"t/AT"}}""", "subscribed")]
    [InlineData("""{"id":1,"history":{"topic":"t/AT"}}""", "history")]
    [InlineData("""{"id":1,"presence":{"topic":"t/AT"}}""", "presence")]
    public void AP_12_Subscriptions_and_questions_have_a_limit_of_their_own(string command, string answer)
    {
        using var broker = Broker(new RateOptions { Connection = new ScopeRates { Subscribe = 3 } });
        var client = broker.Open("/");

        for (var at = 0; at < 5; at++)
        {
            client.Say(command.Replace("AT", $"{at}", StringComparison.Ordinal));
            client.Say(Publish);
        }

        Assert.Equal(3, client.Messages.Count(message => message.Contains($"\"{answer}\":", StringComparison.Ordinal)));
        Assert.Equal((2, 5), (Refused(client), Published(client)));
    }

    [Fact]
    public void AP_12_Bytes_count_whatever_is_in_them()
    {
        using var broker = Broker(new RateOptions { Connection = new ScopeRates { Bytes = 1000 } });
        var client = broker.Open("/");

        client.Say($$$"""{"id":1,"ping":{},"x":"{{{new string('x', 990)}}}"}""");
        client.Say("""{"id":1,"ping":{}}""");
        client.Say(Publish);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(0.1));
        client.Say(Publish);

        Assert.Equal((1, 2), (Published(client), Refused(client)));
        Assert.Contains("\"pong\"", client.Messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void HS_41_HS_42_Who_connects_too_often_is_answered_429_and_other_addresses_come_in()
    {
        using var broker = Broker(new RateOptions { Address = new ScopeRates { Connect = 3 } });
        var clients = Enumerable.Range(0, 5).Select(_ => Open(broker, _one)).ToList();
        var other = Open(broker, _other);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(0.34));

        Assert.All(clients[..3], AssertAccepted);
        Assert.All(clients[3..], AssertTurnedAway);
        AssertAccepted(other);
        AssertAccepted(Open(broker, _one));
    }

    [Fact]
    public void HS_45_Behind_a_trusted_proxy_it_is_the_clients_that_connect_too_often()
    {
        using var broker = new SimulatedBroker(new SimulationOptions
        {
            Rates = new RateOptions { Address = new ScopeRates { Connect = 1 } },
            Proxies = new TrustedProxies([IPNetwork.Parse("203.0.113.2/32")]),
        });

        AssertAccepted(Open(broker, _other, "X-Forwarded-For: 198.51.100.1"));
        AssertAccepted(Open(broker, _other, "X-Forwarded-For: 198.51.100.2"));
        AssertTurnedAway(Open(broker, _other, "X-Forwarded-For: 198.51.100.2"));
        AssertAccepted(Open(broker, _one, "X-Forwarded-For: 198.51.100.3"));
        AssertTurnedAway(Open(broker, _one, "X-Forwarded-For: 198.51.100.4"));
    }

    [Fact]
    public void HS_41_A_user_that_connects_too_often_is_told_so_in_the_handshake_and_after_it()
    {
        using var broker = Broker(new RateOptions { User = new ScopeRates { Connect = 2 } });
        broker.Tokens.Add("u1", "u1");

        AssertAccepted(broker.Open("/?token=u1"));
        AssertAccepted(broker.Open("/?token=u1"));
        AssertTurnedAway(broker.Open("/?token=u1"));
        var client = broker.Open("/");
        client.Say("""{"id":1,"connect":{"token":"u1"}}""");
        Assert.Equal(1, Refused(client));
    }

    private static SimulatedBroker Broker(RateOptions rates) => new(new SimulationOptions { Rates = rates, Access = new AccessOptions() });

    private static SimulatedClient Open(SimulatedBroker broker, Peer peer, string header = "X-Other: 1")
    {
        var client = broker.Connect(peer);
        client.Write(SimulatedClient.Request("/", header));
        return client;
    }

    private static int Published(SimulatedClient client) =>
        client.Messages.Count(static message => message.Contains("\"published\"", StringComparison.Ordinal));

    private static int Refused(SimulatedClient client) =>
        client.Messages.Count(static message => message.Contains($"\"code\":{(int)ErrorCode.RateExceeded}", StringComparison.Ordinal));

    private static void AssertAccepted(SimulatedClient client) => Assert.StartsWith("HTTP/1.1 101 ", client.Head, StringComparison.Ordinal);

    private static void AssertTurnedAway(SimulatedClient client)
    {
        Assert.StartsWith("HTTP/1.1 429 ", client.Head, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 1\r\n", client.Head, StringComparison.Ordinal);
        Assert.Contains($"\"detail\":\"{UpgradeRefusal.TooManyConnects.Sentence()}\"", client.Head, StringComparison.Ordinal);
    }

    [GeneratedRegex("\"retryAfterMs\":(?<ms>[0-9]+)}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RetryAfter();
}

using System.Net;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Peers;
using WsBroker.TestKit;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Tests.Admission;

public sealed class AdmissionsTests
{
    private static readonly Peer _one = Peer.At(new IPEndPoint(IPAddress.Parse("203.0.113.1"), 1));
    private static readonly Peer _other = Peer.At(new IPEndPoint(IPAddress.Parse("203.0.113.2"), 1));
    private static readonly Peer _proxy = Peer.At(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 1));
    private static readonly byte[] _http = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();

    [Fact]
    public void HS_41_One_connection_too_many_is_answered_503_and_those_that_are_there_notice_nothing()
    {
        using var broker = Broker(new AdmissionLimits { MaxConnections = 2 });
        var first = Open(broker, _one);
        var handshaking = broker.Connect(_other);

        var refused = Open(broker, _one);
        first.Say("""{"id":1,"ping":{}}""");

        AssertRefused(refused, 503, UpgradeRefusal.TooManyConnections);
        Assert.Equal(["""{"id":1,"pong":{}}"""], first.Messages.ToArray());
        handshaking.Write(SimulatedClient.Request("/"));
        Assert.StartsWith("HTTP/1.1 101 ", handshaking.Head, StringComparison.Ordinal);
    }

    [Fact]
    public void HS_41_One_too_many_from_an_address_is_answered_429_and_other_addresses_come_in()
    {
        using var broker = Broker(new AdmissionLimits { MaxConnectionsPerAddress = 2 });
        Open(broker, _one);
        broker.Connect(_one);

        AssertRefused(Open(broker, _one), 429, UpgradeRefusal.TooManyFromAddress);
        AssertAccepted(Open(broker, _other));
    }

    [Fact]
    public void HS_42_More_handshakes_than_a_second_may_bring_are_answered_429()
    {
        using var broker = Broker(new AdmissionLimits { MaxHandshakesPerSecond = 3 });
        var clients = Enumerable.Range(0, 5).Select(_ => Open(broker, _one)).ToList();
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(0.4));

        Assert.All(clients[..3], AssertAccepted);
        Assert.All(clients[3..], client => AssertRefused(client, 429, UpgradeRefusal.TooManyHandshakes));
        AssertAccepted(Open(broker, _one));
    }

    [Fact]
    public void HS_42_While_the_server_is_overloaded_nobody_new_is_let_in_and_it_is_over_when_it_is_over()
    {
        using var broker = Broker(new AdmissionLimits { MaxLateness = TimeSpan.FromSeconds(1) });
        var before = Open(broker, _one);
        broker.Admissions.NoteLateness(TimeSpan.FromSeconds(1.1));
        var paused = Open(broker, _one);
        broker.Admissions.NoteLateness(TimeSpan.FromSeconds(1.1));
        var refused = Open(broker, _one);
        before.Say("""{"id":1,"ping":{}}""");
        broker.Admissions.NoteLateness(TimeSpan.FromSeconds(0.9));

        AssertAccepted(paused);
        AssertRefused(refused, 503, UpgradeRefusal.Overloaded);
        Assert.Equal(["""{"id":1,"pong":{}}"""], before.Messages.ToArray());
        AssertAccepted(Open(broker, _one));
    }

    [Fact]
    public void A_place_is_free_again_when_its_connection_is_gone_however_it_went()
    {
        using var broker = Broker(new AdmissionLimits { MaxConnections = 1, MaxConnectionsPerAddress = 1, MaxTurnedAway = 1 });
        Action<SimulatedClient>[] ends =
        [
            client => client.End(),
            client => client.Write(SimulatedClient.Close(WebSockets.Closing.CloseCode.NormalClosure)),
            client => client.Write([0xFF, 0xFF]),
            client => client.Transport.Reset(),
        ];
        foreach (var end in ends)
        {
            var client = Open(broker, _one);
            var refused = Open(broker, _one);
            AssertAccepted(client);
            AssertRefused(refused, 503, UpgradeRefusal.TooManyConnections);
            end(client);
            refused.End();
            client.Transport.End();
            broker.Dispatcher.Advance(TimeSpan.FromSeconds(11));
        }

        var malformed = broker.Connect(_one);
        malformed.Write("no request\r\n\r\n"u8.ToArray());
        malformed.End();
        AssertAccepted(Open(broker, _one));
    }

    [Fact]
    public void Who_is_one_too_many_and_sends_nothing_is_told_so_after_a_second()
    {
        using var broker = Broker(new AdmissionLimits { MaxConnections = 1 });
        Open(broker, _one);
        var silent = broker.Connect(_other);

        broker.Dispatcher.Advance(TimeSpan.FromSeconds(1.3));

        AssertRefused(silent, 503, UpgradeRefusal.TooManyConnections);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(1.3));
        Assert.True(silent.Transport.IsClosed);
    }

    [Fact]
    public void Where_too_many_wait_to_be_told_no_the_next_is_closed_at_once()
    {
        using var broker = Broker(new AdmissionLimits { MaxConnections = 1, MaxTurnedAway = 2 });
        Open(broker, _one);
        var waiting = Enumerable.Range(0, 2).Select(_ => broker.Connect(_other)).ToList();

        Assert.True(broker.Connect(_other).Transport.IsClosed);
        Assert.All(waiting, client => Assert.False(client.Transport.IsClosed));
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(3));
        AssertRefused(Open(broker, _other), 503, UpgradeRefusal.TooManyConnections);
    }

    [Fact]
    public void A_node_full_of_WebSockets_still_serves_HTTP_up_to_a_limit_of_its_own()
    {
        using var broker = Broker(new AdmissionLimits { MaxConnections = 1, MaxHttpConnections = 2 });
        broker.Http.IsWilling = true;
        Open(broker, _one);

        var clients = Enumerable.Range(0, 3).Select(_ => Ask(broker, _other)).ToList();

        Assert.Equal(2, broker.Http.Taken.Count);
        AssertRefused(clients[2], 503, UpgradeRefusal.TooManyConnections);
        broker.Http.Seats[0].Dispose();
        broker.Http.Seats[0].Dispose();
        Ask(broker, _other);
        Ask(broker, _other);
        Assert.Equal(3, broker.Http.Taken.Count);
    }

    [Fact]
    public void HTTP_counts_for_its_address_and_leaves_the_place_of_a_WebSocket()
    {
        using var broker = Broker(new AdmissionLimits { MaxConnections = 1, MaxConnectionsPerAddress = 1 });
        broker.Http.IsWilling = true;
        Ask(broker, _one);

        AssertRefused(Open(broker, _one), 429, UpgradeRefusal.TooManyFromAddress);
        AssertRefused(Ask(broker, _one), 429, UpgradeRefusal.TooManyFromAddress);
        AssertAccepted(Open(broker, _other));
        broker.Http.Seats[0].Dispose();
        Assert.Single(broker.Http.Taken);
    }

    [Fact]
    public void Behind_a_trusted_proxy_it_is_the_clients_that_are_counted()
    {
        using var broker = Broker(new AdmissionLimits { MaxConnectionsPerAddress = 1 });
        AssertAccepted(Open(broker, _proxy, "X-Forwarded-For: 198.51.100.1"));
        AssertAccepted(Open(broker, _proxy, "X-Forwarded-For: 198.51.100.2"));
        AssertRefused(Open(broker, _proxy, "X-Forwarded-For: 198.51.100.9, 198.51.100.2"), 429, UpgradeRefusal.TooManyFromAddress);
        AssertAccepted(Open(broker, _one, "X-Forwarded-For: 198.51.100.3"));
        AssertRefused(Open(broker, _one, "X-Forwarded-For: 198.51.100.4"), 429, UpgradeRefusal.TooManyFromAddress);
    }

    [Fact]
    public async Task Counts_rightly_when_many_come_and_go_at_the_same_time()
    {
        var admissions = new Admissions(new AdmissionLimits { MaxConnections = 8, MaxConnectionsPerAddress = 4, MaxTurnedAway = 1_000_000 }, TimeProvider.System);
        var address = IPAddress.Parse("192.0.2.1");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < 10_000; i++)
                {
                    admissions.Enter(address)!.Dispose();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        var seats = Enumerable.Range(0, 5).Select(_ => admissions.Enter(address)!).ToList();

        Assert.All(seats[..4], seat => Assert.Equal(UpgradeRefusal.None, seat.Refusal));
        Assert.Equal(UpgradeRefusal.TooManyFromAddress, seats[4].Refusal);
    }

    private static SimulatedBroker Broker(AdmissionLimits limits) => new(new SimulationOptions
    {
        Admission = limits,
        Proxies = new TrustedProxies([IPNetwork.Parse("10.0.0.0/8")]),
    });

    private static SimulatedClient Open(SimulatedBroker broker, Peer peer, string header = "X-Other: 1")
    {
        var client = broker.Connect(peer);
        if (!client.Transport.IsClosed)
        {
            var request = SimulatedClient.Request("/");
            client.Write([.. request[..^2], .. System.Text.Encoding.ASCII.GetBytes($"{header}\r\n\r\n")]);
        }

        return client;
    }

    private static SimulatedClient Ask(SimulatedBroker broker, Peer peer)
    {
        var client = broker.Connect(peer);
        client.Write(_http);
        return client;
    }

    private static void AssertAccepted(SimulatedClient client) =>
        Assert.StartsWith("HTTP/1.1 101 ", client.Head, StringComparison.Ordinal);

    private static void AssertRefused(SimulatedClient client, int status, UpgradeRefusal refusal)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", client.Head, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 1\r\n", client.Head, StringComparison.Ordinal);
        Assert.Contains($"\"detail\":\"{refusal.Sentence()}\"", client.Head, StringComparison.Ordinal);
        Assert.True(client.Transport.IsEnded);
    }
}

using System.Net;
using System.Text.Json;
using WsBroker.Broker.Access;
using WsBroker.Broker.Rates;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Peers;
using WsBroker.TestKit;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Limits by the second for clients that begin with many subscriptions: streams of events, and sessions that are taken up.</summary>
public sealed class SubscriptionsAtOnce
{
    private const string SixTopics = "topic=a&topic=b&topic=c&topic=d&topic=e&topic=f%2F%23";

    private static readonly Peer _one = Peer.At(new IPEndPoint(IPAddress.Parse("203.0.113.1"), 1));
    private static readonly Peer _other = Peer.At(new IPEndPoint(IPAddress.Parse("203.0.113.2"), 1));

    [Fact]
    public void AP_12_A_stream_with_more_topics_than_may_be_subscribed_to_in_a_second_opens_and_hears_all_of_them()
    {
        using var broker = Broker(new RateOptions
        {
            Connection = new ScopeRates { Subscribe = 1 },
            User = new ScopeRates { Subscribe = 2 },
            Address = new ScopeRates { Subscribe = 3 },
        });

        var reader = EventReader.Open(broker, $"{SixTopics}&token=u1");
        foreach (var topic in (string[])["a", "b", "c", "d", "e", "f/1"])
        {
            broker.PublishAsServer(topic, topic);
        }

        Assert.Equal("200", reader.Status);
        Assert.Equal(["a", "b", "c", "d", "e", "f/1"], reader.Texts, StringComparer.Ordinal);
        Assert.DoesNotContain(reader.Events, static one => one.Name is "closed");
    }

    [Fact]
    public void AP_12_A_stream_too_many_is_answered_429_before_it_begins_and_opens_when_it_was_told_to_come()
    {
        using var broker = Broker(new RateOptions { User = new ScopeRates { Subscribe = 2 } });
        EventReader.Open(broker, $"{SixTopics}&token=u1");

        var refused = EventReader.Open(broker, $"{SixTopics}&token=u1");
        var other = EventReader.Open(broker, $"{SixTopics}&token=u2");
        var nobody = EventReader.Open(broker, SixTopics);
        var wait = int.Parse(refused.Head.Split("\r\nRetry-After: ")[1].Split("\r\n")[0], provider: null);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(wait));
        var back = EventReader.Open(broker, $"{SixTopics}&token=u1");

        Assert.Equal(("429", "200", "200", "200"), (refused.Status, other.Status, nobody.Status, back.Status));
        Assert.Contains("\r\nContent-Type: application/problem+json\r\n", refused.Head, StringComparison.Ordinal);
        Assert.Equal(UpgradeRefusal.TooManySubscriptions.Sentence(), JsonElement.Parse(refused.Body).GetProperty("detail").GetString());

        // Three seconds for six at two a second, and a moment
        Assert.Equal(4, wait);
    }

    [Fact]
    public void AP_12_What_the_limit_of_an_address_refuses_of_a_stream_takes_nothing_of_its_user()
    {
        using var broker = Broker(new RateOptions { User = new ScopeRates { Subscribe = 10 }, Address = new ScopeRates { Subscribe = 3 } });

        var first = Open(broker, _one, "topic=a&topic=b&topic=c&token=u1");
        var refused = Open(broker, _one, "topic=a&topic=b&topic=c&token=u1");
        var elsewhere = Open(broker, _other, $"{SixTopics}&topic=g&token=u1");

        Assert.Equal(["200", "429", "200"], [first, refused, elsewhere], StringComparer.Ordinal);
    }

    [Fact]
    public void What_a_session_that_is_taken_up_subscribes_to_is_not_counted_again()
    {
        using var broker = Broker(new RateOptions { Connection = new ScopeRates { Subscribe = 2 }, User = new ScopeRates { Subscribe = 2 } });
        var lost = broker.Open("/");
        lost.Say("""{"id":1,"connect":{"token":"u1"}}""");
        var secret = JsonElement.Parse(lost.Messages[0]).GetProperty("connected").GetProperty("session").GetString();
        foreach (var topic in (string[])["a", "b", "c", "d"])
        {
            lost.Say(Subscribe(topic));
            broker.Dispatcher.Advance(TimeSpan.FromSeconds(0.5));
        }

        lost.Transport.Reset();
        broker.Dispatcher.RunUntilIdle();
        var back = broker.Open("/");
        back.Say($$$"""{"id":1,"connect":{"token":"u1","session":"{{{secret}}}"}}""");
        back.Say(Subscribe("e"));
        back.Say(Subscribe("f"));
        back.Say(Subscribe("g"));

        Assert.All((string[])["a", "b", "c", "d", "e", "f"], topic => Assert.Contains(back.Messages, message => IsSubscribed(message, topic)));
        Assert.DoesNotContain(back.Messages, static message => IsSubscribed(message, "g"));
        Assert.Contains($"\"code\":{(int)ErrorCode.RateExceeded}", back.Messages[^1], StringComparison.Ordinal);
    }

    private static SimulatedBroker Broker(RateOptions rates)
    {
        var broker = new SimulatedBroker(new SimulationOptions { Rates = rates, Access = new AccessOptions() });
        broker.Tokens.Add("u1", "u1");
        broker.Tokens.Add("u2", "u2");
        return broker;
    }

    private static string Open(SimulatedBroker broker, Peer peer, string query)
    {
        var client = broker.Connect(peer);
        client.Write(EventReader.Request(query));
        return client.Head.Split(' ')[1];
    }

    private static string Subscribe(string topic) => $$$"""{"id":2,"subscribe":{"topic":"{{{topic}}}"}}""";

    private static bool IsSubscribed(string message, string topic) =>
        message.Contains($"\"subscribed\":{{\"topic\":\"{topic}\"", StringComparison.Ordinal);
}

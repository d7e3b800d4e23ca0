using System.Text.Json;
using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;
using WsBroker.Gateway.Connections;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Tokens that expire, are followed by others, or are revoked, while their clients are connected.</summary>
public sealed class LifeOfAToken : IDisposable
{
    private static readonly AccessOptions _access = new() { IsRequired = true, ExpiryGrace = TimeSpan.FromSeconds(25) };
    private static readonly TimeSpan _life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _aMoment = TimeSpan.FromSeconds(1);

    private readonly SimulatedBroker _broker = new(new SimulationOptions
    {
        Access = _access,
        Connection = new ConnectionOptions { PingInterval = TimeSpan.FromHours(1) },
        Topic = new TopicOptions { Rules = new TopicRules(new TopicRule(Filter("#")) { Publish = AccessLevel.Token, Subscribe = AccessLevel.Token }) },
    });

    public LifeOfAToken()
    {
        _broker.Tokens.Add("first", "u1", publish: ["#"], subscribe: ["#"], life: _life);
        _broker.Tokens.Add("publisher", "back end", publish: ["#"]);
    }

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void AU_08_When_a_token_expires_delivery_stops_and_the_client_is_closed_after_the_grace()
    {
        var client = Subscribe("t", "a/+");
        _broker.Dispatcher.Advance(_life - _aMoment);
        Publish("t", "before");
        Assert.Contains("before", client.Messages[^1], StringComparison.Ordinal);

        _broker.Dispatcher.Advance(2 * _aMoment);
        Publish("t", "after");
        Publish("a/b", "after");

        Assert.DoesNotContain("after", string.Concat(client.Messages), StringComparison.Ordinal);
        Assert.Equal(3, client.Messages.Count(static message => message.Contains("\"unsubscribed\"", StringComparison.Ordinal) && message.Contains("\"code\":204", StringComparison.Ordinal)));
        Assert.Contains("\"code\":204", Ask(client, """{"id":9,"subscribe":{"topic":"t"}}"""), StringComparison.Ordinal);
        _broker.Dispatcher.Advance(_access.ExpiryGrace - (3 * _aMoment));
        Assert.Null(client.Closed);
        _broker.Dispatcher.Advance(3 * _aMoment);
        client.Read();
        Assert.Equal((CloseCode)4401, client.Closed?.Code);
    }

    [Fact]
    public void AU_08_A_client_that_brings_a_new_token_within_the_grace_goes_on_and_recovers()
    {
        var client = Subscribe("t");
        var subscribed = client.Messages[^1];
        _broker.Dispatcher.Advance(_life - _aMoment);
        Publish("t", "heard");
        _broker.Dispatcher.Advance(2 * _aMoment);
        Publish("t", "missed");
        _broker.Tokens.Add("second", "u1", subscribe: ["#"], life: _life);

        Assert.Contains("\"refreshed\"", Ask(client, """{"id":2,"refresh":{"token":"second"}}"""), StringComparison.Ordinal);
        var epoch = subscribed.Split("\"epoch\":\"")[1][..16];
        client.Say($$$$"""{"id":3,"subscribe":{"topic":"t","recover":{"epoch":"{{{{epoch}}}}","offset":1}}}""");

        Assert.Contains("\"recovered\":true", client.Messages[^2], StringComparison.Ordinal);
        Assert.Contains("missed", client.Messages[^1], StringComparison.Ordinal);
        _broker.Dispatcher.Advance(_life - _aMoment);
        client.Read();
        Assert.Null(client.Closed);
    }

    [Theory]
    [InlineData("/topics/t?mode=sub&token=first")]
    [InlineData("/topics/t?mode=pub&token=first")]
    public void AU_08_A_client_that_has_no_way_to_bring_another_is_closed_when_its_token_expires(string path)
    {
        var client = _broker.Open(path);

        _broker.Dispatcher.Advance(_life + _aMoment);

        client.Read();
        Assert.Equal((CloseCode)4401, client.Closed?.Code);
    }

    [Fact]
    public void A_token_that_is_refreshed_in_time_interrupts_nothing()
    {
        var client = Subscribe("t");
        _broker.Dispatcher.Advance(_life / 2);
        _broker.Tokens.Add("second", "u1", publish: ["#"], subscribe: ["#"], life: _life);
        client.Say("""{"id":2,"refresh":{"token":"second"}}""");
        _broker.Dispatcher.Advance(_life - _aMoment);

        Publish("t", "still here");

        Assert.Contains("still here", client.Messages[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("\"unsubscribed\"", string.Concat(client.Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("of another", 205)]
    [InlineData("bad", 203)]
    [InlineData("old", 204)]
    [InlineData("unknown", 304)]
    public void AU_09_A_token_of_another_user_or_a_bad_one_is_refused_and_changes_nothing(string token, int code)
    {
        _broker.Tokens.Add("of another", "u2", subscribe: ["#"]);
        _broker.Tokens.Add("old", "u1", subscribe: ["#"], life: TimeSpan.Zero);
        _broker.Tokens.AddUnavailable("unknown");
        var client = Subscribe("t");

        Assert.Contains($"\"code\":{code}", Ask(client, $$$"""{"id":2,"refresh":{"token":"{{{token}}}"}}"""), StringComparison.Ordinal);

        Publish("t", "still here");
        Assert.Contains("still here", client.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void AU_09_AZ_03_With_fewer_rights_what_is_not_covered_ends_before_the_next_message()
    {
        _broker.Tokens.Add("less", "u1", subscribe: ["t", "a/+"]);
        var client = Subscribe("t", "x", "a/+", "+/b");

        client.Say("""{"id":2,"refresh":{"token":"less"}}""");
        foreach (var topic in (string[])["t", "x", "a/b", "c/b", "a/new", "new/b"])
        {
            Publish(topic, $"after {topic}");
        }

        var heard = client.Messages.Where(static message => message.Contains("after", StringComparison.Ordinal)).ToList();
        Assert.Equal("after t|after a/b|after a/new", string.Join('|', heard.Select(static message => message.Split("\"text\":\"")[1].Split('"')[0])));
        Assert.Contains(client.Messages, static message => message.Contains("{\"unsubscribed\":{\"topic\":\"x\",\"code\":201", StringComparison.Ordinal));
        Assert.Contains("\"code\":201", Ask(client, """{"id":3,"subscribe":{"topic":"x","last":5}}"""), StringComparison.Ordinal);
        Assert.Contains("\"code\":201", Ask(client, """{"id":4,"history":{"topic":"x"}}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AZ_03_A_session_taken_up_with_fewer_rights_has_what_they_cover_and_is_told_what_they_do_not(bool isLost)
    {
        _broker.Tokens.Add("less", "u1", subscribe: ["t", "a/+"]);
        var before = Subscribe("t", "x", "a/+", "+/b");
        var session = Assert.Single(News(before, "connected")).GetProperty("session").GetString();
        var places = string.Join(',', ((string[])["t", "x"]).Select(topic => $"\"{topic}\":{{\"epoch\":\"{Epoch(before, topic)}\",\"offset\":0}}"));
        if (isLost)
        {
            before.Transport.Reset();
            _broker.Dispatcher.RunUntilIdle();
        }

        Publish("t", "missed t");
        Publish("x", "missed x");
        Publish("c/b", "missed c/b");
        var after = _broker.Open("/");
        after.Say($$$$"""{"id":1,"connect":{"token":"less","session":"{{{{session}}}}","recover":{{{{{places}}}}}}}""");
        foreach (var topic in (string[])["t", "x", "a/b", "c/b"])
        {
            Publish(topic, $"after {topic}");
        }

        Assert.Contains("\"resumed\":true", after.Messages[0], StringComparison.Ordinal);
        Assert.Equal(["missed t", "after t", "after a/b"], News(after, "message").Select(static news => news.GetProperty("text").GetString()!), StringComparer.Ordinal);
        Assert.Equal(["$user/u1", "a/+", "t"], News(after, "subscribed").Select(static news => news.GetProperty("topic").GetString()!).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(
            ["+/b 201", "x 201"],
            News(after, "unsubscribed").Select(static news => $"{news.GetProperty("topic").GetString()} {news.GetProperty("code").GetInt32()}").Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.DoesNotContain(_broker.List(), static topic => topic is { Topic.Text: "x", Subscribers: > 0 });
    }

    [Fact]
    public void AZ_03_Who_comes_back_with_fewer_rights_recovers_nothing_that_they_do_not_cover()
    {
        _broker.Tokens.Add("less", "u1", subscribe: ["t"]);
        var before = Subscribe("x");
        var epoch = Epoch(before, "x");
        Publish("x", "heard");
        before.End();
        Publish("x", "missed");

        var after = _broker.Open("/?token=less");
        var stream = EventReader.Open(_broker, $"topic=x&token=less&lastEventId={epoch}:1");

        Assert.Contains("\"code\":201", Ask(after, $$$$"""{"id":1,"subscribe":{"topic":"x","recover":{"epoch":"{{{{epoch}}}}","offset":1}}}"""), StringComparison.Ordinal);
        Assert.Contains("\"code\":201", Ask(after, """{"id":2,"history":{"topic":"x","after":1}}"""), StringComparison.Ordinal);
        Assert.Equal(2, after.Messages.Count);
        Assert.Equal("403", stream.Status);
    }

    [Fact]
    public void With_more_rights_a_filter_hears_what_it_did_not()
    {
        using var broker = new SimulatedBroker(new SimulationOptions
        {
            Access = _access,
            Topic = new TopicOptions { Rules = new TopicRules(new TopicRule(Filter("a/secret")) { Subscribe = AccessLevel.Token }) },
        });
        broker.Tokens.Add("little", "u2", subscribe: ["t"]);
        broker.Tokens.Add("more", "u2", subscribe: ["#"]);
        var client = broker.Open("/?token=little");
        client.Say("""{"subscribe":{"topic":"a/+"}}""");
        client.Say("""{"publish":{"topic":"a/secret","text":"one"}}""");
        client.Say("""{"publish":{"topic":"a/open","text":"two"}}""");

        client.Say("""{"refresh":{"token":"more"}}""");
        client.Say("""{"publish":{"topic":"a/secret","text":"three"}}""");

        Assert.Equal("two three", string.Join(' ', client.Messages.Where(static message => message.Contains("\"text\"", StringComparison.Ordinal)).Select(static message => message.Split("\"text\":\"")[1].Split('"')[0])));
    }

    [Fact]
    public void AU_10_A_revoked_token_ends_its_sessions_at_once_and_lets_nobody_in()
    {
        var (json, raw, other) = (Subscribe("t"), _broker.Open("/topics/t?mode=sub&token=first"), _broker.Open("/topics/t?mode=pub&token=publisher"));

        Assert.Equal(2, _broker.Revoke(new Revocation.OfToken("first", Tenant: "")));

        Publish("t", "after");
        json.Read();
        raw.Read();
        other.Read();
        Assert.Equal((CloseCode)4403, json.Closed?.Code);
        Assert.Equal((CloseCode)4403, raw.Closed?.Code);
        Assert.Null(other.Closed);
        Assert.DoesNotContain("after", string.Concat(json.Messages) + string.Concat(raw.Messages), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401 ", _broker.Open("/?token=first").Head, StringComparison.Ordinal);
        Assert.Equal(0, _broker.Revoke(new Revocation.OfToken("first", Tenant: "")));
    }

    [Fact]
    public void AU_10_All_tokens_of_a_user_that_were_made_before_a_moment_are_revoked_and_later_ones_are_not()
    {
        var client = Subscribe("t");
        _broker.Dispatcher.Advance(_aMoment);
        Assert.True(UserId.TryParse("u1", tenant: "", out var user));

        Assert.Equal(1, _broker.Revoke(new Revocation.OfUser(user, _broker.Dispatcher.Time.GetUtcNow())));

        client.Read();
        Assert.Equal((CloseCode)4403, client.Closed?.Code);
        Assert.StartsWith("HTTP/1.1 401 ", _broker.Open("/?token=first").Head, StringComparison.Ordinal);
        _broker.Tokens.Add("later", "u1");
        Assert.StartsWith("HTTP/1.1 101 ", _broker.Open("/?token=later").Head, StringComparison.Ordinal);
    }

    private static TopicFilter Filter(string text) => TopicFilter.TryParse(text, out var filter, out _) ? filter : throw new ArgumentException(text, nameof(text));

    private static string Ask(SimulatedClient client, string command)
    {
        client.Say(command);
        return client.Messages[^1];
    }

    private static IEnumerable<JsonElement> News(SimulatedClient client, string name) => client.Messages
        .Select(static message => JsonElement.Parse(message))
        .Where(message => message.TryGetProperty(name, out _))
        .Select(message => message.GetProperty(name));

    private static string Epoch(SimulatedClient client, string topic) =>
        News(client, "subscribed").Single(news => string.Equals(news.GetProperty("topic").GetString(), topic, StringComparison.Ordinal)).GetProperty("epoch").GetString()!;

    private SimulatedClient Subscribe(params string[] topics)
    {
        var client = _broker.Open("/");
        client.Say("""{"id":0,"connect":{"token":"first"}}""");
        foreach (var topic in topics)
        {
            client.Say($$$"""{"id":1,"subscribe":{"topic":"{{{topic}}}"}}""");
        }

        return client;
    }

    private void Publish(string topic, string text)
    {
        var publisher = _broker.Open($"/topics/{topic}?mode=pub&token=publisher");
        publisher.Say(text);
    }
}

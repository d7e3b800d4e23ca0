using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>What clients hear and say when rules and tokens do not let them everything.</summary>
public sealed class Permissions : IDisposable
{
    private readonly SimulatedBroker _broker = new(new SimulationOptions
    {
        Access = new AccessOptions(),
        Topic = new TopicOptions
        {
            Rules = new TopicRules(
                new TopicRule(Filter("a/secret")) { Subscribe = AccessLevel.Server },
                new TopicRule(Filter("orders/#")) { Publish = AccessLevel.Token, Subscribe = AccessLevel.Token },
                new TopicRule(Filter("members/#")) { Publish = AccessLevel.Authenticated, Subscribe = AccessLevel.Authenticated },
                new TopicRule(Filter("users/+/#")) { UserLevel = 1, Publish = AccessLevel.Authenticated, Subscribe = AccessLevel.Authenticated },
                new TopicRule(Filter("users/#")) { Publish = AccessLevel.Server, Subscribe = AccessLevel.Server }),
        },
    });

    public Permissions()
    {
        _broker.Tokens.Add("u1", "u1", publish: ["orders/1"], subscribe: ["orders/1", "orders/+/seen"]);
        _broker.Tokens.Add("u2", "u2");
    }

    public void Dispose() => _broker.Dispose();

    [Theory]
    [InlineData("a/+")]
    [InlineData("+/secret")]
    [InlineData("a/#")]
    [InlineData("#")]
    public void AZ_01_No_wildcard_hears_what_a_rule_keeps_from_everybody(string filter)
    {
        var client = _broker.Open("/");
        client.Say($$$"""{"id":1,"subscribe":{"topic":"{{{filter}}}"}}""");

        client.Say("""{"publish":{"topic":"a/secret","text":"secret"}}""");
        client.Say($$$"""{"id":2,"subscribe":{"topic":"{{{filter.Replace("#", "+", StringComparison.Ordinal)}}}/x"}}""");
        client.Say("""{"publish":{"topic":"a/secret","text":"secret"}}""");

        Assert.DoesNotContain("\"text\"", string.Concat(client.Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":1,"subscribe":{"topic":"a/secret"}}""")]
    [InlineData("""{"id":1,"subscribe":{"topic":"a/secret","last":1}}""")]
    [InlineData("""{"id":1,"subscribe":{"topic":"a/secret","recover":{"epoch":"e","offset":0}}}""")]
    [InlineData("""{"id":1,"history":{"topic":"a/secret"}}""")]
    [InlineData("""{"id":1,"presence":{"topic":"a/secret"}}""")]
    [InlineData("""{"id":1,"presence":{"topic":"orders/1"}}""")]
    [InlineData("""{"id":1,"presence":{"topic":"members/x"}}""")]
    [InlineData("""{"id":1,"publish":{"topic":"orders/1","text":"x"}}""")]
    [InlineData("""{"id":1,"subscribe":{"topic":"members/x"}}""")]
    [InlineData("""{"id":1,"publish":{"topic":"members/x","text":"x"}}""")]
    [InlineData("""{"id":1,"subscribe":{"topic":"orders/+"}}""")]
    public void AZ_02_AZ_12_Every_way_in_has_the_same_door_whether_the_topic_is_there_or_not(string command)
    {
        var before = _broker.Open("/");
        before.Say(command);
        foreach (var topic in (string[])["a/secret", "orders/1", "members/x"])
        {
            var publisher = _broker.Open($"/topics/{topic}?mode=pub&token=u1");
            publisher.Say("there");
        }

        var after = _broker.Open("/");
        after.Say(command);

        Assert.Contains("\"code\":201", Assert.Single(before.Messages), StringComparison.Ordinal);
        Assert.Equal(before.Messages, after.Messages);
    }

    [Theory]
    [InlineData("orders/1", true)]
    [InlineData("orders/2", false)]
    [InlineData("orders/2/seen", true)]
    [InlineData("orders/+/seen", true)]
    [InlineData("orders/+", false)]
    [InlineData("orders/#", false)]
    public void A_token_opens_what_it_names_and_a_wildcard_only_as_a_whole(string filter, bool isOpen)
    {
        var client = _broker.Open("/?token=u1");

        client.Say($$$"""{"id":1,"subscribe":{"topic":"{{{filter}}}"}}""");

        Assert.Contains(isOpen ? "\"subscribed\"" : "\"code\":201", Assert.Single(client.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void AZ_01_A_wider_subscription_hears_no_topic_that_takes_a_token_unless_it_is_covered_whole()
    {
        var client = _broker.Open("/?token=u1");
        client.Say("""{"subscribe":{"topic":"#"}}""");

        client.Say("""{"publish":{"topic":"orders/1","text":"one"}}""");
        client.Say("""{"subscribe":{"topic":"orders/1"}}""");
        client.Say("""{"publish":{"topic":"orders/1","text":"two"}}""");
        client.Say("""{"unsubscribe":{"topic":"#"}}""");
        client.Say("""{"publish":{"topic":"orders/1","text":"three"}}""");

        Assert.Equal(["two", "three"], Texts(client));
    }

    [Fact]
    public void A_rule_for_the_clients_own_user_opens_its_own_topics_and_no_others()
    {
        var (one, two) = (_broker.Open("/?token=u1"), _broker.Open("/?token=u2"));

        one.Say("""{"subscribe":{"topic":"users/u1/x"}}""");
        two.Say("""{"id":1,"subscribe":{"topic":"users/u1/x"}}""");
        two.Say("""{"subscribe":{"topic":"users/#"}}""");
        two.Say("""{"id":2,"publish":{"topic":"users/u1/x","text":"no"}}""");
        one.Say("""{"publish":{"topic":"users/u1/x","text":"mine"}}""");
        two.Say("""{"publish":{"topic":"users/u2/x","text":"his"}}""");

        Assert.Equal(["mine"], Texts(one));
        Assert.Equal(["his"], Texts(two));
        Assert.Equal(2, two.Messages.Count(static message => message.Contains("\"code\":201", StringComparison.Ordinal)));
    }

    [Fact]
    public void AZ_11_A_user_hears_its_inbox_from_the_start_and_nobody_elses()
    {
        var (one, two, nobody) = (_broker.Open("/?token=u1"), _broker.Open("/"), _broker.Open("/"));
        two.Say("""{"connect":{"token":"u2"}}""");
        foreach (var client in (SimulatedClient[])[two, nobody])
        {
            foreach (var filter in (string[])["$user/u1", "$user/+", "$user/#", "+/u1", "#"])
            {
                client.Say($$$"""{"subscribe":{"topic":"{{{filter}}}"}}""");
            }

            client.Say("""{"id":7,"publish":{"topic":"$user/u1","text":"forged"}}""");
            client.Say("""{"id":8,"history":{"topic":"$user/u1"}}""");
        }

        _broker.PublishAsServer("$user/u1", "for you");
        _broker.PublishAsServer("$user/u2", "for the other");

        Assert.Equal(["for you"], Texts(one));
        Assert.Equal(["for the other"], Texts(two));
        Assert.Empty(Texts(nobody));
        Assert.Equal(2, nobody.Messages.Count(static message => message.Contains("\"id\":", StringComparison.Ordinal) && message.Contains("\"code\":200", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("u1", "u1", true)]
    [InlineData("u2", "u1", false)]
    public void A_bare_client_hears_its_own_inbox(string token, string owner, bool isOpen)
    {
        var client = _broker.Open($"/topics/$user/{owner}?mode=sub&token={token}");
        _broker.PublishAsServer($"$user/{owner}", "for you");

        client.Read();
        Assert.Equal(isOpen ? ["for you"] : [], client.Messages);
        Assert.Equal(isOpen ? null : CloseCode.PolicyViolation, client.Closed?.Code);
    }

    [Fact]
    public void AZ_09_What_a_client_says_of_who_and_where_it_is_does_not_count()
    {
        var client = _broker.Open("/?token=u1");
        client.Say("""{"subscribe":{"topic":"t"}}""");

        client.Say("""{"publish":{"topic":"t","user":"root","client":"0","offset":99,"epoch":"e","at":1,"headers":{"X-User":"root"},"text":"hi"}}""");

        var message = client.Messages[^1];
        Assert.Contains("\"offset\":1,", message, StringComparison.Ordinal);
        Assert.Contains("\"user\":\"u1\"", message, StringComparison.Ordinal);
        Assert.Contains("\"headers\":{\"X-User\":\"root\"}", message, StringComparison.Ordinal);
        Assert.DoesNotContain("\"at\":1,", message, StringComparison.Ordinal);
        Assert.DoesNotContain("\"client\":\"0\"", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A/secret")]
    [InlineData("a/secret/")]
    [InlineData("/a/secret")]
    [InlineData("a//secret")]
    [InlineData("a/./secret")]
    [InlineData("a/%2e/secret")]
    [InlineData("a/secret ")]
    [InlineData("a/secret\u200b")]
    [InlineData("a/se\u0063ret\u0301")]
    public void AZ_04_A_name_is_what_its_characters_are_and_another_name_is_another_topic(string topic)
    {
        var client = _broker.Open("/");

        client.Say($$$"""{"id":1,"subscribe":{"topic":"{{{topic}}}"}}""");
        _broker.PublishAsServer("a/secret", "secret");

        Assert.Contains("\"subscribed\"", Assert.Single(client.Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\\r\\nb")]
    [InlineData("a\\u0000")]
    [InlineData("")]
    [InlineData("a/#/b")]
    [InlineData("\\ud800")]
    public void AZ_04_AZ_05_A_name_that_could_be_read_in_two_ways_is_refused(string topic)
    {
        var client = _broker.Open("/");

        client.Say($$$"""{"id":1,"subscribe":{"topic":"{{{topic}}}"}}""");

        Assert.Contains("\"error\"", Assert.Single(client.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void AZ_05_Signs_that_mean_something_elsewhere_are_just_characters_of_a_name()
    {
        var client = _broker.Open("/");
        foreach (var topic in (string[])["a*", "a?", "[a]", "{a}:b", "a:b", "'a'", "<a>", "a\u202eb"])
        {
            client.Say($$$"""{"subscribe":{"topic":"{{{topic}}}"}}""");
        }

        client.Say("""{"publish":{"topic":"ab","text":"no"}}""");
        client.Say("""{"publish":{"topic":"a*","text":"yes"}}""");

        Assert.Equal(["yes"], Texts(client));
    }

    [Fact]
    public void AZ_07_No_user_ever_hears_what_is_for_another()
    {
        const int users = 40;
        var random = new SeededNumbers(7);
        var clients = Enumerable.Range(0, users).Select(user => Come(user)).ToArray();
        for (var round = 0; round < 4_000; round++)
        {
            var (user, topic) = (random.Below(users), random.Below(20));
            if (random.OneIn(50))
            {
                clients[user].End();
                clients[user] = Come(user);
            }

            clients[random.Below(users)].Say($$$"""{"publish":{"topic":"users/p{{{user}}}/{{{topic}}}","text":"forged for p{{{user}}}"}}""");
            clients[user].Say($$$"""{"publish":{"topic":"users/p{{{user}}}/{{{topic}}}","text":"for p{{{user}}}!"}}""");
            _broker.PublishAsServer($"$user/p{user}", $"for p{user}!");
        }

        for (var user = 0; user < users; user++)
        {
            var texts = Texts(clients[user]);
            Assert.NotEmpty(texts);
            Assert.All(texts, text => Assert.EndsWith($"for p{user}", text.TrimEnd('!'), StringComparison.Ordinal));
        }

        SimulatedClient Come(int user)
        {
            var client = _broker.Open($"/?token={_broker.Tokens.Add($"p{user}", $"p{user}")}");
            client.Say($$$"""{"subscribe":{"topic":"users/#"}}""");
            client.Say("""{"subscribe":{"topic":"#"}}""");
            return client;
        }
    }

    private static List<string> Texts(SimulatedClient client) =>
    [
        .. client.Messages.Where(static message => message.Contains("\"text\":\"", StringComparison.Ordinal))
            .Select(static message => message.Split("\"text\":\"")[1].Split('"')[0]),
    ];

    private static TopicFilter Filter(string text) => TopicFilter.TryParse(text, out var filter, out _) ? filter : throw new ArgumentException(text, nameof(text));
}

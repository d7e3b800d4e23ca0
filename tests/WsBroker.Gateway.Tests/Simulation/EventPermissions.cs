using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Origins;
using WsBroker.TestKit;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>What streams of events hear when rules and tokens do not let them everything: the same as WebSockets.</summary>
public sealed class EventPermissions : IDisposable
{
    private static readonly TimeSpan _life = TimeSpan.FromMinutes(10);

    private readonly SimulatedBroker _broker = new(new SimulationOptions
    {
        Access = new AccessOptions(),
        Topic = new TopicOptions
        {
            Rules = new TopicRules(
                new TopicRule(Filter("a/secret")) { Subscribe = AccessLevel.Server },
                new TopicRule(Filter("orders/#")) { Publish = AccessLevel.Token, Subscribe = AccessLevel.Token }),
        },
    });

    public EventPermissions() => _broker.Tokens.Add("u1", "u1", subscribe: ["orders/1", "orders/+/seen"], life: _life);

    public void Dispose() => _broker.Dispose();

    [Theory]
    [InlineData("topic=a/secret&token=u1", "403")]
    [InlineData("topic=a/secret&token=u1&last=10", "403")]
    [InlineData("topic=a/secret&token=u1&lastEventId=0:0", "403")]
    [InlineData("topic=open&topic=a/secret&token=u1", "403")]
    [InlineData("topic=orders/1", "403")]
    [InlineData("topic=orders/2&token=u1", "403")]
    [InlineData("topic=orders/+&token=u1", "403")]
    [InlineData("topic=$user/u2&token=u1", "403")]
    [InlineData("topic=$user/u1", "403")]
    [InlineData("topic=$user/%2b&token=u1", "403")]
    [InlineData("topic=orders/1&token=bad", "401")]
    [InlineData("topic=orders/1&token=u1", "200")]
    [InlineData("topic=orders/+/seen&token=u1", "200")]
    [InlineData("topic=$user/u1&token=u1", "200")]
    public void AZ_02_What_is_not_open_to_a_client_is_refused_before_its_stream_begins(string query, string status)
    {
        var before = EventReader.Open(_broker, query);
        _broker.PublishAsServer("a/secret", "secret");
        _broker.PublishAsServer("orders/1", "secret");
        var after = EventReader.Open(_broker, query);

        Assert.Equal((status, status), (before.Status, after.Status));
        Assert.Equal(status is "403", before.Body.Contains(UpgradeRefusal.TopicNotAllowed.Sentence(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a/%2b")]
    [InlineData("%2B/secret")]
    [InlineData("a/%23")]
    [InlineData("%23")]
    public void AZ_01_No_wildcard_hears_what_a_rule_keeps_from_everybody(string filter)
    {
        var reader = EventReader.Open(_broker, $"topic={filter}&topic=other&token=u1");

        foreach (var topic in (string[])["a/secret", "orders/1", "$user/u1", "$user/u2"])
        {
            _broker.PublishAsServer(topic, "secret");
        }

        Assert.Equal("200", reader.Status);
        Assert.Empty(reader.Texts);
    }

    [Theory]
    [InlineData("Cookie: token=u1", "401")]
    [InlineData("Authorization: Bearer u1", "200")]
    [InlineData("Authorization: Bearer bad", "401")]
    [InlineData("Authorization: Basic u1", "401")]
    [InlineData("X-Nothing: x", "401")]
    public void AU_17_Where_a_token_is_needed_it_comes_in_Authorization_or_the_query_and_never_in_a_cookie(string header, string status)
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Access = new AccessOptions { IsRequired = true } });
        broker.Tokens.Add("u1", "u1");

        Assert.Equal(status, EventReader.Open(broker, "topic=t", header).Status);
        Assert.Equal("200", EventReader.Open(broker, "topic=t&token=u1").Status);
    }

    [Fact]
    public void AU_18_A_token_in_the_query_counts_only_if_it_may()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Access = new AccessOptions(), TakesTokenFromQuery = false });
        broker.Tokens.Add("u1", "u1");

        Assert.Equal("401", EventReader.Open(broker, "topic=t&token=u1").Status);
        Assert.Equal("200", EventReader.Open(broker, "topic=t", "Authorization: Bearer u1").Status);
    }

    [Fact]
    public void AU_08_When_a_token_expires_the_stream_ends_and_says_why()
    {
        var reader = EventReader.Open(_broker, "topic=orders/1&token=u1");

        _broker.Dispatcher.Advance(_life + TimeSpan.FromSeconds(1));
        _broker.PublishAsServer("orders/1", "after");

        Assert.Equal(4401, reader.Data("closed").GetProperty("code").GetInt32());
        Assert.Empty(reader.Texts);
        Assert.True(reader.Client.Transport.IsEnded);
    }

    [Fact]
    public void AU_10_When_a_token_is_revoked_the_stream_ends_at_once_and_cannot_begin_again()
    {
        var reader = EventReader.Open(_broker, "topic=orders/1&token=u1");

        var ended = _broker.Revoke(new Revocation.OfToken("u1", Tenant: ""));
        _broker.PublishAsServer("orders/1", "after");

        Assert.Equal(1, ended);
        Assert.Equal(4403, reader.Data("closed").GetProperty("code").GetInt32());
        Assert.Empty(reader.Texts);
        Assert.Equal("401", EventReader.Open(_broker, "topic=orders/1&token=u1").Status);
    }

    [Fact]
    public void AD_06_Only_pages_that_may_connect_may_read_and_never_with_credentials_of_the_browser()
    {
        using var broker = new SimulatedBroker(new SimulationOptions
        {
            Origins = new OriginPolicy([OriginRule.TryParse("https://app.example", out var rule) ? rule : throw new InvalidOperationException()]),
        });

        var evil = EventReader.Open(broker, "topic=t", "Origin: https://evil.example");
        var good = EventReader.Open(broker, "topic=t", "Origin: https://app.example");
        var none = EventReader.Open(broker, "topic=t");

        Assert.Equal(("403", "200", "200"), (evil.Status, good.Status, none.Status));
        Assert.Contains("\r\nVary: Origin\r\nAccess-Control-Allow-Origin: https://app.example\r\n", good.Head, StringComparison.Ordinal);
        Assert.All([evil, good, none], static one => Assert.DoesNotContain("Allow-Credentials", one.Head, StringComparison.Ordinal));
        Assert.DoesNotContain("Access-Control", evil.Head + none.Head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example:8080", "403")]
    [InlineData("localhost:8080", "200")]
    [InlineData("127.0.0.1:8080", "200")]
    [InlineData("[::1]", "200")]
    public void AD_08_On_this_machine_a_page_that_reads_from_its_own_origin_is_turned_away_if_its_name_is_not_the_broker_s(string host, string status) =>
        Assert.Equal(status, EventReader.OpenOnThisMachine(_broker, host).Status);

    [Theory]
    [InlineData("cross-site", "403")]
    [InlineData("same-site", "403")]
    [InlineData("same-origin", "200")]
    [InlineData("none", "200")]
    public void AD_06_A_page_that_embeds_a_stream_without_naming_itself_is_turned_away(string site, string status) =>
        Assert.Equal(status, EventReader.Open(_broker, "topic=t", $"Sec-Fetch-Site: {site}", "Sec-Fetch-Mode: no-cors").Status);

    [Fact]
    public void A_stream_counts_as_a_connection_of_its_user()
    {
        using var broker = new SimulatedBroker(new SimulationOptions
        {
            Access = new AccessOptions(),
            Admission = new AdmissionLimits { MaxConnectionsPerUser = 2 },
        });
        broker.Tokens.Add("u1", "u1");
        broker.Open("/?token=u1");

        var second = EventReader.Open(broker, "topic=t&token=u1");
        var third = EventReader.Open(broker, "topic=t", "Authorization: Bearer u1");

        Assert.Equal(("200", "429"), (second.Status, third.Status));
    }

    private static TopicFilter Filter(string text) =>
        TopicFilter.TryParse(text, out var filter, out _) ? filter : throw new ArgumentException(text, nameof(text));
}

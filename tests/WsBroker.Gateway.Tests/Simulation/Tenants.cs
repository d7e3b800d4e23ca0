using System.Text.Json;
using WsBroker.Broker.Access;
using WsBroker.Gateway.Admission;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Two tenants that have a user of the same name, and what these have in common: nothing.</summary>
public sealed class Tenants : IDisposable
{
    private readonly SimulatedBroker _broker = new(new SimulationOptions
    {
        Access = new AccessOptions { IsRequired = true },
        Admission = new AdmissionLimits { MaxConnectionsPerUser = 2 },
    });

    public Tenants()
    {
        _broker.Tokens.Add("a", "u", publish: ["#"], subscribe: ["#"], tenant: "a/");
        _broker.Tokens.Add("b", "u", publish: ["#"], subscribe: ["#"], tenant: "b/");
        _broker.Tokens.Add("none", "u", publish: ["#"], subscribe: ["#"]);
    }

    public void Dispose() => _broker.Dispose();

    [Theory]
    [InlineData("""{"id":1,"subscribe":{"topic":"b/t"}}""", 201)]
    [InlineData("""{"id":1,"subscribe":{"topic":"b/#"}}""", 201)]
    [InlineData("""{"id":1,"subscribe":{"topic":"b/+/#"}}""", 201)]
    [InlineData("""{"id":1,"subscribe":{"topic":"a"}}""", 201)]
    [InlineData("""{"id":1,"subscribe":{"topic":"ab/t","recover":{"epoch":"e","offset":0}}}""", 201)]
    [InlineData("""{"id":1,"history":{"topic":"b/t"}}""", 201)]
    [InlineData("""{"id":1,"presence":{"topic":"b/t"}}""", 201)]
    [InlineData("""{"id":1,"publish":{"topic":"b/t","text":"x"}}""", 201)]
    [InlineData("""{"id":1,"publish":{"topic":"a","text":"x"}}""", 201)]
    [InlineData("""{"id":1,"subscribe":{"topic":"$user/u"}}""", 200)]
    [InlineData("""{"id":1,"subscribe":{"topic":"$user/b/u"}}""", 200)]
    [InlineData("""{"id":1,"history":{"topic":"$user/b/u"}}""", 200)]
    [InlineData("""{"id":1,"publish":{"topic":"$user/a/u","text":"x"}}""", 200)]
    public void AZ_02_A_token_of_a_tenant_opens_nothing_else_whatever_it_names(string command, int code)
    {
        var client = _broker.Open("/?token=a");

        client.Say(command);

        Assert.Contains($"\"code\":{code},", Assert.Single(client.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void AZ_01_A_wildcard_hears_the_tenants_own_topics_only()
    {
        var (a, none) = (_broker.Open("/?token=a"), _broker.Open("/?token=none"));
        a.Say("""{"subscribe":{"topic":"#"}}""");
        a.Say("""{"subscribe":{"topic":"+/t"}}""");
        none.Say("""{"subscribe":{"topic":"#"}}""");

        foreach (var topic in (string[])["t", "a", "a/t", "ab/t", "b/t", "b/a/t"])
        {
            _broker.PublishAsServer(topic, topic);
        }

        Assert.Equal(["a/t"], Texts(a), StringComparer.Ordinal);
        Assert.Equal(6, Texts(none).Count());
    }

    [Fact]
    public void AZ_11_An_inbox_is_the_tenants_users_and_nobody_elses_of_that_name()
    {
        var clients = ((string[])["a", "b", "none"]).Select(token => _broker.Open($"/?token={token}")).ToList();

        _broker.PublishAsServer("$user/a/u", "for a's");
        _broker.PublishAsServer("$user/b/u", "for b's");
        _broker.PublishAsServer("$user/u", "for nobody's");

        Assert.Equal(["for a's", "for b's", "for nobody's"], clients.Select(static client => Assert.Single(Texts(client))), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("topic=b/t&token=a", "403")]
    [InlineData("topic=b/%23&token=a", "403")]
    [InlineData("topic=$user/b/u&token=a", "403")]
    [InlineData("topic=$user/a/u&topic=a/t&token=a", "200")]
    public void AZ_02_Nor_does_it_for_a_stream_of_events(string query, string status) => Assert.Equal(status, EventReader.Open(_broker, query).Status);

    [Fact]
    public void AU_09_The_same_user_of_another_tenant_is_another_user()
    {
        var client = _broker.Open("/?token=a");

        client.Say("""{"id":1,"refresh":{"token":"b"}}""");

        Assert.Contains("\"code\":205", Assert.Single(client.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_is_taken_up_by_its_own_tenants_user_only()
    {
        var lost = _broker.Open("/");
        lost.Say("""{"id":1,"connect":{"token":"a"}}""");
        lost.Say("""{"id":2,"subscribe":{"topic":"a/t"}}""");
        var secret = JsonElement.Parse(lost.Messages[0]).GetProperty("connected").GetProperty("session").GetString();
        lost.Transport.Reset();
        _broker.Dispatcher.RunUntilIdle();

        var other = _broker.Open("/");
        other.Say($$$"""{"id":1,"connect":{"token":"b","session":"{{{secret}}}"}}""");
        var own = _broker.Open("/");
        own.Say($$$"""{"id":1,"connect":{"token":"a","session":"{{{secret}}}"}}""");

        Assert.Contains("\"resumed\":false", other.Messages[0], StringComparison.Ordinal);
        Assert.Contains("\"resumed\":true", own.Messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_revoked_of_one_tenant_stands_for_the_other()
    {
        var (a, b) = (_broker.Open("/?token=a"), _broker.Open("/?token=b"));
        Assert.True(UserId.TryParse("u", "a/", out var user));

        Assert.Equal(0, _broker.Revoke(new Revocation.OfToken("b", "a/")));
        Assert.Equal(1, _broker.Revoke(new Revocation.OfUser(user, _broker.Dispatcher.Time.GetUtcNow() + TimeSpan.FromSeconds(1))));
        a.Read();
        b.Read();

        Assert.Equal((CloseCode)4403, a.Closed?.Code);
        Assert.Null(b.Closed);
    }

    [Fact]
    public void Connections_are_counted_for_each_of_them()
    {
        string Status(string token) => _broker.Open($"/?token={token}").Head.Split(' ')[1];

        Assert.Equal(["101", "101", "429", "101", "101"], ((string[])["a", "a", "a", "b", "none"]).Select(Status), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Texts(SimulatedClient client) => client.Messages
        .Select(static message => JsonElement.Parse(message))
        .Where(static message => message.TryGetProperty("message", out _))
        .Select(static message => message.GetProperty("message").GetProperty("text").GetString()!);
}

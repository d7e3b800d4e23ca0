using WsBroker.Broker.Access;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Connections;

/// <summary>AU-01, AU-17, AU-18: where a token may stand in a request, and what a bad one is answered.</summary>
public sealed class PresentedTokenTests : IDisposable
{
    private readonly SimulatedBroker _broker = new(new SimulationOptions { Access = new AccessOptions { IsRequired = true } });

    public PresentedTokenTests() => _broker.Tokens.Add("good", "u1");

    public void Dispose() => _broker.Dispose();

    [Theory]
    [InlineData("/topics/t", "Authorization: Bearer good")]
    [InlineData("/topics/t", "Authorization: bearer   good ")]
    [InlineData("/topics/t?token=good")]
    [InlineData("/topics/t?mode=sub&token=%67ood")]
    [InlineData("/topics/t", "Sec-WebSocket-Protocol: wsbroker.token.good")]
    [InlineData("/topics/t?token=good", "Authorization: Bearer good", "Sec-WebSocket-Protocol: wsbroker.v1.raw, wsbroker.token.good")]
    [InlineData("/", "Authorization: Bearer good")]
    [InlineData("/")]
    public void A_client_with_a_good_token_is_let_in_and_one_that_may_still_connect(string path, params string[] headers) =>
        Assert.StartsWith("HTTP/1.1 101 ", _broker.Open(path, headers).Head, StringComparison.Ordinal);

    [Theory]
    [InlineData("/topics/t")]
    [InlineData("/topics/t", "Authorization: Basic Z29vZDo=")]
    [InlineData("/topics/t", "Cookie: token=good")]
    [InlineData("/topics/t", "Authorization: Bearer bad")]
    [InlineData("/topics/t", "Authorization: Bearer")]
    [InlineData("/topics/t?token=bad")]
    [InlineData("/topics/t?token=")]
    [InlineData("/topics/t?token=good&token=bad")]
    [InlineData("/topics/t?token=good", "Authorization: Bearer bad")]
    [InlineData("/topics/t", "Sec-WebSocket-Protocol: wsbroker.token.bad")]
    [InlineData("/", "Authorization: Bearer bad")]
    [InlineData("/?token=bad")]
    public void AU_17_Without_a_good_token_or_with_several_a_client_is_answered_401(string path, params string[] headers)
    {
        var head = _broker.Open(path, headers).Head;

        Assert.StartsWith("HTTP/1.1 401 ", head, StringComparison.Ordinal);
        Assert.Contains("\r\nWWW-Authenticate: Bearer\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public void AU_01_Every_bad_token_gets_the_same_answer()
    {
        _broker.Tokens.Add("old", "u1", life: TimeSpan.Zero);

        Assert.Single(new[] { "bad", "old", "a.b.c", new string('x', 7000) }
            .Select(token => _broker.Open("/", $"Authorization: Bearer {token}").Head)
            .Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void AU_18_A_token_in_the_query_is_refused_where_none_is_taken_from_there()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Access = new AccessOptions(), TakesTokenFromQuery = false });
        broker.Tokens.Add("good", "u1");

        Assert.StartsWith("HTTP/1.1 401 ", broker.Open("/?token=good").Head, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 101 ", broker.Open("/", "Authorization: Bearer good").Head, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subprotocol_that_is_a_token_is_not_sent_back()
    {
        var json = _broker.Open("/", "Sec-WebSocket-Protocol: wsbroker.token.good, wsbroker.v1.json").Head;
        var raw = _broker.Open("/topics/t", "Sec-WebSocket-Protocol: wsbroker.token.good, wsbroker.v1.raw").Head;

        Assert.Contains("Sec-WebSocket-Protocol: wsbroker.v1.json\r\n", json, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Protocol: wsbroker.v1.raw\r\n", raw, StringComparison.Ordinal);
        Assert.DoesNotContain("good", json + raw, StringComparison.Ordinal);
    }

    [Fact]
    public void HS_13_A_page_from_elsewhere_is_refused_before_its_token_is_looked_at()
    {
        var head = _broker.Open("/", "Authorization: Bearer good", "Origin: https://evil.example").Head;

        Assert.StartsWith("HTTP/1.1 403 ", head, StringComparison.Ordinal);
        Assert.Equal(0, _broker.Tokens.Asked);
    }

    [Fact]
    public void AU_20_Who_cannot_be_verified_now_is_told_to_come_back()
    {
        _broker.Tokens.AddUnavailable("unknown");

        var head = _broker.Open("/topics/t?token=unknown").Head;

        Assert.StartsWith("HTTP/1.1 503 ", head, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: ", head, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_key_a_token_says_nothing_and_everybody_is_anonymous()
    {
        using var broker = new SimulatedBroker();

        Assert.StartsWith("HTTP/1.1 101 ", broker.Open("/topics/t?token=whatever").Head, StringComparison.Ordinal);
    }
}

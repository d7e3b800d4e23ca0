using System.Net;
using System.Text;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Connections;

public sealed class HandshakeTests : IDisposable
{
    private static readonly Peer _proxy = Peer.At(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 1));

    private static readonly Peer _local = Peer.At(new IPEndPoint(IPAddress.Loopback, 1));

    private readonly SimulatedBroker _broker = new(new SimulationOptions
    {
        Proxies = new TrustedProxies([IPNetwork.Parse("10.0.0.0/8")]),
    });

    public void Dispose() => _broker.Dispose();

    [Theory]
    [InlineData("https://broker.example:8080", "403")]
    [InlineData("http://broker.example", "403")]
    [InlineData("null", "403")]
    [InlineData("http://a:b", "403")]
    [InlineData("", "403")]
    [InlineData("http://b\u00FCcher.example", "403")]
    [InlineData("http://BROKER.example:8080", "101")]
    public void HS_13_A_page_from_elsewhere_is_answered_403_before_its_path_is_looked_at(string origin, string status)
    {
        var answer = Ask(Peer.Unknown, status is "101" ? "/" : "/nowhere", $"Origin: {origin}");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void HS_16_A_client_with_a_token_and_no_origin_is_let_in() =>
        Assert.StartsWith("HTTP/1.1 101 ", Ask(Peer.Unknown, "/", "Authorization: Bearer token"), StringComparison.Ordinal);

    [Fact]
    public void HS_18_Two_origins_are_answered_400() =>
        Assert.StartsWith(
            "HTTP/1.1 400 ",
            Ask(Peer.Unknown, "/", "Origin: http://broker.example:8080", "Origin: https://evil.example"),
            StringComparison.Ordinal);

    [Fact]
    public void HS_15_With_a_star_every_page_is_let_in()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Origins = new OriginPolicy([OriginRule.Any]) });

        Assert.StartsWith("HTTP/1.1 101 ", Ask(broker, Peer.Unknown, "/", "Origin: https://evil.example"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://broker.example:8080", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https")]
    [InlineData("https://broker.example:8080", "Forwarded: for=192.0.2.1;proto=https")]
    [InlineData("https://public.example", "Forwarded: for=192.0.2.1;proto=https;host=public.example")]
    [InlineData("http://broker.example:8080", "X-Forwarded-For: 192.0.2.1")]
    public void RP_08_Behind_a_trusted_proxy_the_same_origin_is_the_public_one(string origin, params string[] headers)
    {
        var byProxy = Ask(_proxy, "/", [$"Origin: {origin}", .. headers]);

        Assert.StartsWith("HTTP/1.1 101 ", byProxy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For: 10.0.0.1", "X-Forwarded-Proto: https")]
    [InlineData("Forwarded: for=10.0.0.1;proto=https;host=broker.example:8080")]
    [InlineData("X_Forwarded_Proto: https")]
    public void HS_45_Anybody_else_is_not_asked_for_the_public_origin(params string[] headers)
    {
        var stranger = Peer.At(new IPEndPoint(IPAddress.Parse("203.0.113.9"), 1));

        Assert.StartsWith(
            "HTTP/1.1 403 ", Ask(stranger, "/", ["Origin: https://broker.example:8080", .. headers]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/topics/t")]
    [InlineData("/")]
    public void AD_08_HS_14_On_this_machine_a_page_whose_name_was_pointed_to_it_is_answered_403_and_told_what_is_allowed(string path)
    {
        var answer = Ask(_local, path, "Origin: http://broker.example:8080");

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains("localhost", answer, StringComparison.Ordinal);
        Assert.Contains("origins:0=", answer, StringComparison.Ordinal);
        Assert.Contains("proxies:0=", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void HS_16_On_this_machine_a_client_that_is_no_browser_may_call_it_as_it_likes() =>
        Assert.StartsWith("HTTP/1.1 101 ", Ask(_local, "/topics/t"), StringComparison.Ordinal);

    private string Ask(Peer peer, string path, params IEnumerable<string> headers) => Ask(_broker, peer, path, headers);

    private static string Ask(SimulatedBroker broker, Peer peer, string path, params IEnumerable<string> headers)
    {
        var client = broker.Connect(peer);
        client.Write(Encoding.Latin1.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: broker.example:8080\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + $"{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n"));
        return client.Head;
    }
}

using System.Net;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Tests.Origins;

public sealed class OriginPolicyTests
{
    private static readonly Peer _plain = new(IPAddress.Parse("192.0.2.1"), IsLocal: false);
    private static readonly OriginPolicy _strict = new([]);

    [Theory]
    [InlineData("http://broker.example:8080")]
    [InlineData("HTTP://Broker.Example:8080")]
    public void HS_14_A_page_of_the_same_origin_may_connect(string origin) =>
        Assert.True(_strict.Allows(origin, _plain, "broker.example:8080"));

    [Theory]
    [InlineData("https://broker.example:8080")]
    [InlineData("http://broker.example")]
    [InlineData("http://broker.example:8081")]
    [InlineData("http://broker.example.evil.com:8080")]
    [InlineData("http://evilbroker.example:8080")]
    [InlineData("http://broker.example.:8080")]
    [InlineData("http://broker.example:8080/")]
    [InlineData("http://br\u00F6ker.example:8080")]
    [InlineData("null")]
    [InlineData("file://")]
    [InlineData("http://a:b")]
    [InlineData("")]
    public void HS_14_A_page_of_any_other_origin_may_not(string origin) =>
        Assert.False(_strict.Allows(origin, _plain, "broker.example:8080"));

    [Fact]
    public void The_port_may_be_left_out_where_it_is_that_of_the_scheme()
    {
        var encrypted = _plain with { Scheme = Peer.Https };

        Assert.True(_strict.Allows("https://broker.example", encrypted, "broker.example:443"));
        Assert.True(_strict.Allows("https://broker.example:443", encrypted, "broker.example"));
        Assert.False(_strict.Allows("http://broker.example", encrypted, "broker.example"));
    }

    [Fact]
    public void RP_08_The_same_origin_is_the_one_that_the_client_sees_before_the_proxy()
    {
        var behindProxy = _plain with { Scheme = Peer.Https, Host = "public.example" };

        Assert.True(_strict.Allows("https://public.example", behindProxy, "10.0.0.1:8080"));
        Assert.False(_strict.Allows("http://10.0.0.1:8080", behindProxy, "10.0.0.1:8080"));
    }

    [Theory]
    [InlineData("http://localhost:3000")]
    [InlineData("https://127.0.0.1:3000")]
    [InlineData(null)]
    public void HS_16_A_page_of_loopback_and_a_client_that_is_no_browser_may_connect(string? origin) =>
        Assert.True(_strict.Allows(origin, _plain, "broker.example"));

    [Fact]
    public void HS_15_A_star_lets_every_page_in_even_one_without_an_origin_of_its_own()
    {
        var open = new OriginPolicy([OriginRule.Any]);

        Assert.True(open.Allows("https://evil.example", _plain, "broker.example"));
        Assert.True(open.Allows("null", _plain, "broker.example"));
    }

    [Fact]
    public void A_page_of_the_list_may_connect()
    {
        _ = OriginRule.TryParse("https://app.example.com", out var rule);
        var policy = new OriginPolicy([rule!]);

        Assert.True(policy.Allows("https://APP.example.com", _plain, "broker.example"));
        Assert.False(policy.Allows("https://app.example.com.evil.com", _plain, "broker.example"));
    }
}

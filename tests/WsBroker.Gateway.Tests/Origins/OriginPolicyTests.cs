using System.Net;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Tests.Origins;

public sealed class OriginPolicyTests
{
    private static readonly Peer _plain = new(IPAddress.Parse("192.0.2.1"), IsLocal: false);
    private static readonly Peer _local = new(IPAddress.Loopback, IsLocal: true);
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
        var policy = new OriginPolicy([Rule("https://app.example.com")]);

        Assert.True(policy.Allows("https://APP.example.com", _plain, "broker.example"));
        Assert.False(policy.Allows("https://app.example.com.evil.com", _plain, "broker.example"));
    }

    [Theory]
    [InlineData("evil.example:8080")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.")]
    [InlineData("broker")]
    public void AD_08_HS_14_On_this_machine_a_page_whose_name_was_pointed_to_it_may_not_connect(string host)
    {
        Assert.Equal(UpgradeRefusal.HostNotAllowed, _strict.Check($"http://{host}", _local, host));
        Assert.False(_strict.IsOurs(_local, host));
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("LOCALHOST")]
    [InlineData("app.localhost:8080")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("192.0.2.1")]
    [InlineData("[::1]:8080")]
    public void AD_08_HS_14_On_this_machine_a_page_of_the_broker_s_own_address_may(string host)
    {
        Assert.True(_strict.Allows($"http://{host}", _local, host));
        Assert.True(_strict.IsOurs(_local, host));
    }

    [Fact]
    public void AD_08_A_page_from_elsewhere_is_told_that_of_its_origin_whatever_it_says_the_host_is() =>
        Assert.Equal(UpgradeRefusal.OriginNotAllowed, _strict.Check("http://evil.example", _local, "other.example"));

    [Fact]
    public void AD_08_The_hosts_of_the_list_are_the_broker_s_own_by_either_scheme_and_with_a_star_all_are()
    {
        var named = new OriginPolicy([Rule("https://app.example"), Rule("http://*.example.com:8080")]);

        Assert.True(named.IsOurs(_local, "app.example"));
        Assert.True(named.IsOurs(_local, "app.example:443"));
        Assert.True(named.IsOurs(_local, "a.example.com:8080"));
        Assert.False(named.IsOurs(_local, "app.example:8080"));
        Assert.False(named.IsOurs(_local, "a.example.com"));
        Assert.True(new OriginPolicy([OriginRule.Any]).IsOurs(_local, "evil.example"));
    }

    [Fact]
    public void AD_08_Of_clients_elsewhere_every_host_may_be_the_broker_s_own() => Assert.True(_strict.IsOurs(_plain, "broker.example"));

    [Fact]
    public void HS_16_Who_names_no_host_is_no_browser() => Assert.True(_strict.IsOurs(_local, ""));

    [Theory]
    [InlineData("localhost", "evil.example")]
    [InlineData("evil.example", "localhost")]
    public void AD_08_Neither_the_host_that_a_proxy_tells_nor_the_one_of_the_request_may_be_a_stranger_s(string host, string told) =>
        Assert.False(_strict.IsOurs(_local with { Host = told }, host));

    private static OriginRule Rule(string text) =>
        OriginRule.TryParse(text, out var rule) ? rule : throw new ArgumentException(text, nameof(text));
}

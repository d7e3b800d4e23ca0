using System.Net;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Tests.Peers;

public sealed class TrustedProxiesTests
{
    private static readonly Peer _local = Peer.At(new IPEndPoint(IPAddress.Loopback, 1));
    private static readonly Peer _proxy = Peer.At(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 1));
    private static readonly TrustedProxies _proxies = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("127.0.0.1/32"), IPNetwork.Parse("fd00::/8")]);

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1, 203.0.113.9", "203.0.113.9")]
    [InlineData("198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9")]
    [InlineData("198.51.100.1,203.0.113.9:1234,fd00::1,10.0.0.2", "203.0.113.9")]
    [InlineData("10.0.0.3, 10.0.0.2", "10.0.0.3")]
    [InlineData("127.0.0.1, unknown", "10.0.0.1")]
    [InlineData("203.0.113.9, unknown, 10.0.0.2", "10.0.0.2")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("", "10.0.0.1")]
    [InlineData(" , ,, ", "10.0.0.1")]
    public void The_list_is_walked_from_its_end_to_the_first_who_is_not_trusted(string list, string expected)
    {
        var resolved = _proxies.Resolve(_proxy, new(list, ForwardedProto: null, Forwarded: null));

        Assert.Equal(expected, resolved.Address?.ToString());
        Assert.False(resolved.IsLocal);
    }

    [Theory]
    [InlineData("203.0.113.9", "https", null, null)]
    [InlineData(null, null, "for=203.0.113.9;proto=https;host=public.example", "public.example")]
    [InlineData("203.0.113.9", null, "for=203.0.113.9;proto=http", null)]
    public void Both_ways_of_telling_are_understood(string? list, string? proto, string? forwarded, string? host)
    {
        var resolved = _proxies.Resolve(_proxy, new(list, proto, forwarded));

        Assert.Equal(new Peer(IPAddress.Parse("203.0.113.9"), IsLocal: false, forwarded is null ? proto! : resolved.Scheme, host), resolved);
    }

    [Fact]
    public void The_scheme_and_host_are_those_of_the_client_s_own_request()
    {
        var byOne = _proxies.Resolve(_proxy, new("spoofed, 203.0.113.9, 10.0.0.2", "spoofed, https, http", null));
        var byOther = _proxies.Resolve(
            _proxy, new(null, null, "for=1.1.1.1;proto=http;host=spoofed, for=203.0.113.9;proto=https;host=public.example, for=10.0.0.2;proto=http;host=inner.example"));

        Assert.Equal(("203.0.113.9", "https"), (byOne.Address?.ToString(), byOne.Scheme));
        Assert.Equal(("203.0.113.9", "https", "public.example"), (byOther.Address?.ToString(), byOther.Scheme, byOther.Host));
    }

    [Fact]
    public void A_scheme_that_the_outermost_proxy_alone_tells_holds_for_the_client() =>
        Assert.Equal("https", _proxies.Resolve(_proxy, new("203.0.113.9, 10.0.0.2", "https", null)).Scheme);

    [Theory]
    [InlineData("8.8.8.8", null)]
    [InlineData("8.8.8.8, ::1", null)]
    [InlineData(null, "for=8.8.8.8;proto=https")]
    [InlineData(null, """for="[::1]";proto=https""")]
    public void HS_45_Nobody_else_is_believed(string? list, string? forwarded)
    {
        var stranger = Peer.At(new IPEndPoint(IPAddress.Parse("203.0.113.9"), 1));

        Assert.Same(stranger, _proxies.Resolve(stranger, new(list, "https", forwarded)));
        Assert.Same(_local, TrustedProxies.None.Resolve(_local, new(list, "https", forwarded)));
    }

    [Theory]
    [InlineData("203.0.113.9", null, null, false)]
    [InlineData("127.0.0.1, 203.0.113.9", null, null, false)]
    [InlineData("127.0.0.1", null, null, true)]
    [InlineData("127.0.0.1, 127.0.0.1", null, null, true)]
    [InlineData("unknown", null, null, false)]
    [InlineData("", null, null, false)]
    [InlineData(null, "https", null, false)]
    [InlineData(null, null, "for=unknown", false)]
    [InlineData(null, null, "not forwarded", false)]
    [InlineData(null, null, "for=127.0.0.1", true)]
    [InlineData("203.0.113.9", null, "for=127.0.0.1", false)]
    [InlineData("127.0.0.1", null, "for=203.0.113.9", false)]
    [InlineData(null, null, null, true)]
    public void AZ_14_Who_comes_through_a_proxy_on_this_machine_is_on_it_only_if_the_proxy_says_so(
        string? list, string? proto, string? forwarded, bool isLocal) =>
        Assert.Equal(isLocal, _proxies.Resolve(_local, new(list, proto, forwarded)).IsLocal);

    [Fact]
    public void AZ_14_A_proxy_elsewhere_cannot_say_that_somebody_is_on_this_machine() =>
        Assert.False(_proxies.Resolve(_proxy, new("127.0.0.1", null, null)).IsLocal);

    [Fact]
    public void Where_the_two_ways_contradict_each_other_neither_is_believed()
    {
        var resolved = _proxies.Resolve(_local, new("203.0.113.9", null, "for=198.51.100.1;proto=https"));

        Assert.Equal(_local with { IsLocal = false, IsHidden = true }, resolved);
    }

    [Theory]
    [InlineData("10.0.0.2,")]
    [InlineData("10.0.0.2:1,")]
    [InlineData(",")]
    [InlineData("x")]
    [InlineData("[")]
    public void HS_45_A_long_list_is_walked_without_a_fault(string part)
    {
        var list = string.Concat(Enumerable.Repeat(part, 10_000));

        Assert.False(_proxies.Resolve(_proxy, new(list, list, Forwarded: null)).IsLocal);
    }
}

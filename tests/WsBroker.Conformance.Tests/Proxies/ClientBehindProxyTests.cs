using System.Net;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>Who a client is that comes through a real proxy.</summary>
public sealed class ClientBehindProxyTests
{
    private static readonly string[] _trusting = ["--set", "proxies:0=127.0.0.1"];
    private static readonly string[] _oneForEach = [.. _trusting, "--set", "limits:connectionsPerAddress=1"];

    public static TheoryData<ProxyKind> Proxies => [.. Enum.GetValues<ProxyKind>()];

    [Theory]
    [InlineData("send-proxy")]
    [InlineData("send-proxy-v2")]
    [InlineData("send-proxy-v2-ssl")]
    public async Task RP_07_The_PROXY_header_of_haproxy_tells_the_client_s_address(string word)
    {
        await using var server = await ServerProcess.StartAsync([.. _oneForEach, "--set", "proxyProtocol=true"]);
        await using var proxy = await ReverseProxy.StartAsync(ProxyKind.Haproxy, server.Http, new ProxySettings { HaproxyServer = word });

        await AssertOneForEachAsync(proxy);
    }

    [Fact]
    public async Task RP_07_A_proxy_that_sends_no_header_where_one_is_due_is_answered_400()
    {
        await using var server = await ServerProcess.StartAsync([.. _trusting, "--set", "proxyProtocol=true"]);
        await using var proxy = await ReverseProxy.StartAsync(ProxyKind.Haproxy, server.Http);

        Assert.Equal(400, await AskAsync(proxy, RequestText.Upgrade("/")));
    }

    [Fact]
    public async Task RP_07_A_PROXY_header_of_somebody_who_is_not_trusted_is_answered_400()
    {
        await using var server = await ServerProcess.StartAsync("--set", "proxyProtocol=true", "--set", "proxies:0=192.0.2.1");
        await using var proxy = await ReverseProxy.StartAsync(ProxyKind.Haproxy, server.Http, new ProxySettings { HaproxyServer = "send-proxy" });

        Assert.Equal(400, await AskAsync(proxy, RequestText.Upgrade("/")));
    }

    [Fact]
    public async Task RP_07_The_header_works_for_plain_HTTP_too()
    {
        await using var server = await ServerProcess.StartAsync([.. _trusting, "--set", "proxyProtocol=true"]);
        await using var proxy = await ReverseProxy.StartAsync(ProxyKind.Haproxy, server.Http, new ProxySettings { HaproxyServer = "send-proxy-v2" });

        Assert.Equal(200, await AskAsync(proxy, Get("/health/live")));
        Assert.Equal(200, await AskAsync(proxy, Get("/api/topics")));
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task What_the_proxy_says_in_X_Forwarded_For_tells_the_client_s_address(ProxyKind kind)
    {
        await using var server = await ServerProcess.StartAsync(_oneForEach);
        await using var proxy = await ReverseProxy.StartAsync(kind, server.Http, Forwarding());

        await AssertOneForEachAsync(proxy);
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task RP_08_Where_the_proxy_ends_TLS_the_same_origin_is_the_encrypted_one(ProxyKind kind)
    {
        await using var trusting = await ServerProcess.StartAsync(_trusting);
        await using var other = await ServerProcess.StartAsync();
        await using var proxy = await ReverseProxy.StartAsync(kind, trusting.Http, Forwarding("203.0.113.9"));
        await using var unknown = await ReverseProxy.StartAsync(kind, other.Http, Forwarding("203.0.113.9"));

        Assert.Equal(101, await AskAsync(proxy, RequestText.Upgrade("/").Plus("Origin: https://broker.example")));
        Assert.Equal(403, await AskAsync(proxy, RequestText.Upgrade("/").Plus("Origin: http://broker.example")));
        Assert.Equal(403, await AskAsync(proxy, RequestText.Upgrade("/").Plus("Origin: https://other.example")));
        Assert.Equal(403, await AskAsync(unknown, RequestText.Upgrade("/").Plus("Origin: https://broker.example")));
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task AZ_14_A_client_from_afar_does_not_use_the_API_through_a_proxy_on_this_machine(ProxyKind kind)
    {
        await using var server = await ServerProcess.StartAsync(_trusting);
        await using var proxy = await ReverseProxy.StartAsync(kind, server.Http, Forwarding("203.0.113.9"));

        Assert.Equal(403, await AskAsync(proxy, Get("/api/topics")));
        Assert.Equal(403, await AskAsync(proxy, Get("/api/topics").Plus("X-Forwarded-For: 127.0.0.1")));
        Assert.Equal(403, await AskAsync(proxy, Get("/api/topics").Plus("Forwarded: for=127.0.0.1")));
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task AD_08_On_the_proxy_s_own_machine_a_name_is_the_broker_s_only_if_it_is_among_the_origins(ProxyKind kind)
    {
        await using var open = await ServerProcess.StartAsync(_trusting);
        await using var named = await ServerProcess.StartAsync([.. _trusting, "--set", "origins:0=https://broker.example"]);
        await using var proxy = await ReverseProxy.StartAsync(kind, open.Http, Forwarding());
        await using var other = await ReverseProxy.StartAsync(kind, named.Http, Forwarding());
        var page = RequestText.Upgrade("/").Plus("Origin: https://broker.example");
        var list = Get("/api/topics").With("Host", "broker.example");

        Assert.Equal((403, 403), (await AskAsync(proxy, page), await AskAsync(proxy, list)));
        Assert.Equal((101, 200), (await AskAsync(other, page), await AskAsync(other, list)));
    }

    private static ProxySettings Forwarding(string? from = null) => new()
    {
        NginxLocation = [$"proxy_set_header X-Forwarded-For {from ?? "$proxy_add_x_forwarded_for"};", "proxy_set_header X-Forwarded-Proto https;"],
        HaproxyBackend =
        [
            from is null ? "option forwardfor" : $"http-request set-header X-Forwarded-For {from}", "http-request set-header X-Forwarded-Proto https",
        ],
    };

    private static RequestText Get(string path) => new($"GET {path} HTTP/1.1", ["Host: localhost"]);

    private static async Task AssertOneForEachAsync(ReverseProxy proxy)
    {
        using var first = await StrictClient.ConnectAsync(proxy.Address, from: IPAddress.Parse("127.0.0.2"));
        await first.WriteAsync(RequestText.Upgrade("/").ToBytes());
        await first.ReadAcceptedAsync();

        Assert.Equal(429, await AskAsync(proxy, RequestText.Upgrade("/"), from: "127.0.0.2"));
        Assert.Equal(101, await AskAsync(proxy, RequestText.Upgrade("/"), from: "127.0.0.3"));
    }

    private static async Task<int> AskAsync(ReverseProxy proxy, RequestText request, string from = "127.0.0.1")
    {
        using var client = await StrictClient.ConnectAsync(proxy.Address, from: IPAddress.Parse(from));
        await client.WriteAsync(request.ToBytes());
        return (await client.ReadHeadAsync()).Status;
    }
}

using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Rfc9112;
using WsBroker.Conformance.Tests.Servers;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>Upgrades that try to make a proxy believe in a tunnel, or in headers.</summary>
public sealed class TunnelTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private static RequestText WrongVersion => RequestText.Upgrade("/topics/tunnel").With("Sec-WebSocket-Version", "777");

    [Fact]
    public async Task RP_04_A_proxy_that_believes_in_a_tunnel_after_426_gets_its_end_and_no_second_answer()
    {
        await using var tap = new AnswerTap(broker.Address);
        using var wire = await HttpWire.ConnectAsync(tap.Address);

        await wire.WriteAsync(WrongVersion.ToBytes());
        await wire.WriteAsync(Smuggled);

        var only = Assert.Single(await wire.ReadAllAsync());
        Assert.Equal((426, 1), (only.Status, tap.Answers));
    }

    [Theory]
    [InlineData(ProxyKind.Nginx)]
    [InlineData(ProxyKind.Haproxy)]
    public async Task RP_04_A_refused_version_opens_no_tunnel_through_a_proxy(ProxyKind kind)
    {
        await using var tap = new AnswerTap(broker.Address);
        await using var proxy = await ReverseProxy.StartAsync(kind, tap.Address);
        using var wire = await HttpWire.ConnectAsync(proxy.Address);

        await wire.WriteAsync(WrongVersion.ToBytes());
        Assert.Equal(426, (await wire.ReadAsync()).Status);
        await wire.TryWriteAsync(LastProbe);

        Assert.All(await wire.ReadAllAsync(), answer => Assert.Equal(Alive, answer.Body));
        await Eventually.IsAsync(
            () => tap.Answers == proxy.Requests.Count(request => request.WasAnswered),
            () => $"the broker gave {tap.Answers} answers, the proxy took {proxy.Requests.Count(request => request.WasAnswered)}");
    }

    [Theory]
    [InlineData(ProxyKind.Nginx)]
    [InlineData(ProxyKind.Haproxy)]
    [InlineData(null)]
    public async Task RP_05_Headers_that_a_client_declares_hop_by_hop_give_it_nothing_and_take_nothing_away(ProxyKind? kind)
    {
        await using var proxy = kind is { } real ? await ReverseProxy.StartAsync(real, broker.Address) : null;
        var server = proxy?.Address ?? broker.Address;
        var nominated = RequestText.Upgrade("/topics/tunnel")
            .With("Connection", "Upgrade, X-Internal-Auth, Origin, Sec-WebSocket-Version, X-Forwarded-For")
            .Plus("X-Internal-Auth: admin")
            .Plus("X-Forwarded-For: 127.0.0.1");
        using var plain = await StrictClient.ConnectAsync(server);
        using var foreign = await HttpWire.ConnectAsync(server);

        await plain.WriteAsync(nominated.ToBytes());
        await foreign.WriteAsync(nominated.Plus("Origin: https://evil.example").ToBytes());

        await plain.ReadAcceptedAsync();
        Assert.Equal(403, (await foreign.ReadAsync()).Status);
    }
}

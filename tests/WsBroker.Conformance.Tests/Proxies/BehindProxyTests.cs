using System.Security.Cryptography;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>WebSocket through real proxies.</summary>
public sealed class BehindProxyTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int ManyMessages = 10_000;
    private const int InFlight = 100;

    [Theory]
    [InlineData(ProxyKind.Nginx)]
    [InlineData(ProxyKind.Haproxy)]
    public async Task RP_01_Messages_of_every_size_come_back_as_they_were_sent(ProxyKind kind)
    {
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address);
        using var client = await StrictClient.OpenAsync(proxy.Address, $"/topics/{TopicNames.Next()}?echo=true");

        foreach (var size in (int[])[1, 125, 126, 65_535, 65_536, Settings.MaxMessageBytes])
        {
            var sent = ClientFrame.Binary(RandomNumberGenerator.GetBytes(size));
            await client.WriteAsync(sent);
            await client.ExpectAsync(sent);
        }
    }

    [Theory]
    [InlineData(ProxyKind.Nginx)]
    [InlineData(ProxyKind.Haproxy)]
    public async Task RP_01_Compressed_messages_come_back_compressed(ProxyKind kind)
    {
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address);
        using var client = await StrictClient.OpenCompressedAsync(proxy.Address, $"/topics/{TopicNames.Next()}?echo=true");
        Assert.StartsWith("permessage-deflate", client.Extensions, StringComparison.Ordinal);

        foreach (var size in (int[])[1, 1_000, 100_000])
        {
            var text = Deflated.Json(size);
            await client.WriteAsync(Deflated.Text(text));
            await client.ExpectAsync(ClientFrame.Text(text));
        }
    }

    [Theory]
    [InlineData(ProxyKind.Nginx)]
    [InlineData(ProxyKind.Haproxy)]
    public async Task RP_01_Ten_thousand_messages_come_back_in_order(ProxyKind kind)
    {
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address);
        using var client = await StrictClient.OpenAsync(proxy.Address, $"/topics/{TopicNames.Next()}?echo=true");

        for (var first = 0; first < ManyMessages; first += InFlight)
        {
            ClientFrame[] sent = [.. Enumerable.Range(first, InFlight).Select(number => ClientFrame.Text($"message {number}"))];
            await client.WriteAsync(sent, Writing.Coalesced);
            foreach (var frame in sent)
            {
                await client.ExpectAsync(frame);
            }
        }
    }

    [Theory]
    [InlineData(ProxyKind.Nginx)]
    [InlineData(ProxyKind.Haproxy)]
    public async Task RP_02_Pings_keep_an_idle_connection_from_being_cut_by_the_proxy(ProxyKind kind)
    {
        var silence = TimeSpan.FromSeconds(3);
        await using var server = await Settings.StartAsync(Settings.PingInterval(1));
        await using var proxy = await ReverseProxy.StartAsync(kind, server.Http, new ProxySettings { MaxSilence = silence });
        using var client = await StrictClient.OpenAsync(proxy.Address, $"/topics/{TopicNames.Next()}?echo=true");

        // Each ping comes a second after the pong to the one before: five of them are longer than the proxy's patience
        for (var i = 0; i < 5; i++)
        {
            var ping = await client.ReadFrameAsync();
            Assert.Equal(Opcode.Ping, ping.Opcode);
            await client.WriteAsync(ClientFrame.Pong(ping.Payload));
        }

        var sent = ClientFrame.Text("still here");
        await client.WriteAsync(sent);
        await client.ExpectAsync(sent);
    }

    [Theory]
    [InlineData(ProxyKind.Nginx)]
    [InlineData(ProxyKind.Haproxy)]
    public async Task RP_02_Without_pings_the_proxy_would_have_cut_it(ProxyKind kind)
    {
        var settings = new ProxySettings { MaxSilence = TimeSpan.FromSeconds(1) };
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address, settings);
        using var client = await StrictClient.OpenAsync(proxy.Address, $"/topics/{TopicNames.Next()}");

        await client.AwaitGoneAsync();
    }
}

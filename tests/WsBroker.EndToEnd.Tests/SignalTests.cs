using System.Globalization;
using System.Net.WebSockets;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>What a server does that is asked to stop.</summary>
[Collection(Alone.Name)]
public sealed class SignalTests
{
    private const WebSocketCloseStatus ServiceRestart = (WebSocketCloseStatus)1012;

    [Fact]
    public async Task SIGTERM_tells_and_closes_every_client_with_1012_and_ends_the_server_with_exit_code_0()
    {
        await using var server = await ServerProcess.StartAsync();
        var clients = new List<WebSocketPeer>();
        for (var i = 0; i < 50; i++)
        {
            clients.Add(await WebSocketPeer.ConnectAsync(server.Ws, i % 2 == 0 ? "" : "topics/stopping"));
        }

        var stopping = server.StopAsync();
        foreach (var client in clients)
        {
            if (clients.IndexOf(client) % 2 == 0)
            {
                Assert.True((await client.ReceiveJsonAsync()).TryGetProperty("draining", out _));
            }

            Assert.Equal(WebSocketMessageType.Close, (await client.ReceiveAsync()).Kind);
            Assert.Equal(ServiceRestart, client.CloseStatus);
            await client.CloseAsync();
            client.Dispose();
        }

        Assert.Equal(0, await stopping);
    }

    [Fact]
    public async Task SIGTERM_ends_the_server_in_time_though_a_client_never_answers()
    {
        await using var server = await ServerProcess.StartAsync("--set", "connection:closeTimeout=00:00:01");
        using var silent = await WebSocketPeer.ConnectAsync(server.Ws);

        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task A_server_can_be_started_again_on_the_port_of_one_that_was_stopped_with_clients()
    {
        await using var first = await ServerProcess.StartAsync("--set", "connection:closeTimeout=00:00:01");
        using var left = await WebSocketPeer.ConnectAsync(first.Ws, "topics/restart?echo=true");
        await left.SendAsync("before");
        await left.ReceiveTextAsync();
        var address = first.Ws;
        Assert.Equal(0, await first.StopAsync());

        await using var second = await ServerProcess.StartAsync("--listen", $"127.0.0.1:{address.Port.ToString(CultureInfo.InvariantCulture)}");
        using var returned = await WebSocketPeer.ConnectAsync(address, "topics/restart?echo=true");
        await returned.SendAsync("after");

        Assert.Equal("after", await returned.ReceiveTextAsync());
    }
}

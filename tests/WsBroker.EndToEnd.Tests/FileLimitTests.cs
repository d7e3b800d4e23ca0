using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>A server that may not have as many files open as clients want to connect.</summary>
[Collection(Alone.Name)]
public sealed class FileLimitTests
{
    private const int Files = 300;

    [Fact]
    public async Task ND_06_Without_descriptors_those_who_are_there_are_served_and_others_come_in_when_there_are_some()
    {
        await using var server = await ServerProcess.StartAsync(Limited(ServerCommand.Serve()));
        using var there = await WebSocketPeer.RawAsync(server.Ws, "there", "?echo=true");
        var many = await ConnectManyAsync(server.Http.Port);

        await ServeAsync(there, server);
        many.ForEach(static socket => socket.Dispose());
        using var late = await WebSocketPeer.RawAsync(server.Ws, "there", "?echo=true");
        await late.SendAsync("in");
        Assert.Equal("in", await late.ReceiveTextAsync());
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task ND_06_Without_descriptors_for_more_clients_it_drains_and_ends_as_ever()
    {
        await using var server = await ServerProcess.StartAsync(Limited(ServerCommand.Serve()));
        using var there = await WebSocketPeer.RawAsync(server.Ws, "there", "?echo=true");
        var many = await ConnectManyAsync(server.Http.Port);
        await ServeAsync(there, server);

        var stopping = server.StopAsync();
        await there.ReceiveAsync();
        many.ForEach(static socket => socket.Dispose());

        Assert.Equal(1012, (int?)there.CloseStatus);
        Assert.Equal(0, await stopping);
    }

    private static async Task<List<Socket>> ConnectManyAsync(int port)
    {
        var many = new List<Socket>();
        for (var at = 0; at < Files; at++)
        {
            many.Add(await ConnectAsync(port));
        }

        return many;
    }

    // It cannot even accept them all; the kernel keeps them for it
    private static async Task ServeAsync(WebSocketPeer there, ServerProcess server)
    {
        for (var number = 0; number < 100; number++)
        {
            await there.SendAsync($"{number}");
            Assert.Equal($"{number}", await there.ReceiveTextAsync());
        }

        Assert.Contains("Cannot accept connections now", server.Output, StringComparison.Ordinal);
    }

    private static ProcessStartInfo Limited(ProcessStartInfo command)
    {
        var limit = string.Create(CultureInfo.InvariantCulture, $"ulimit -n {Files} && exec \"$0\" \"$@\"");
        var start = new ProcessStartInfo("bash", ["-c", limit, command.FileName, .. command.ArgumentList]) { WorkingDirectory = command.WorkingDirectory };
        return start;
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, timeout.Token);
        return socket;
    }
}

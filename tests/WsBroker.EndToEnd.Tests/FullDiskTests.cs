using System.Diagnostics;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>A server whose disk for what it writes, its log among it, is full.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task ND_07_A_server_that_can_write_neither_its_output_nor_its_log_serves_and_ends_in_order()
    {
        // It cannot tell which one it would get
        var address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", FreePorts.Next()).Uri;
        // Every origin is allowed so that there is something to warn of
        var command = ServerCommand.ServeAt(address.Authority, "--set", "origins:0=*");
        using var server = Process.Start(new ProcessStartInfo("bash", ["-c", "exec \"$0\" \"$@\" >/dev/full 2>/dev/full", command.FileName, .. command.ArgumentList])
        {
            WorkingDirectory = command.WorkingDirectory,
        })!;
        await ReadyAsync(server, address);

        using (var client = await WebSocketPeer.RawAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, "t", "?echo=true"))
        {
            await client.SendAsync("hello");
            Assert.Equal("hello", await client.ReceiveTextAsync());
        }

        using var stop = Process.Start("kill", ["-TERM", $"{server.Id}"]);
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        await server.WaitForExitAsync(late.Token);
        Assert.Equal(0, server.ExitCode);
    }

    private static async Task ReadyAsync(Process server, Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        while (!await IsReadyAsync(http))
        {
            Assert.False(server.HasExited, "the server has ended");
            await look.WaitForNextTickAsync(late.Token);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

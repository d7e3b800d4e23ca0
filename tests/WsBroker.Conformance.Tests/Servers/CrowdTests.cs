using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>What an operator asks while very many are connected.</summary>
public sealed class CrowdTests
{
    // As many as the machines of a pipeline let a process have; by hand it was 19,000
    private const int Clients = 2000;

    private static readonly TimeSpan _most = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task AD_15_Metrics_status_and_lists_are_answered_within_a_second_and_hold_nobody_up()
    {
        await using var process = await ServerProcess.StartAsync();
        var crowd = await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => JoinAsync(process.Http, $"/topics/crowd/{number % 500}?mode=sub")));
        using var http = new HttpClient { BaseAddress = process.Http };
        await http.GetStringAsync(new Uri("api/connections", UriKind.Relative));
        await using var witness = await WitnessGroup.StartAsync(process);

        for (var round = 0; round < 5; round++)
        {
            foreach (var path in (string[])["metrics", "api/status", "api/topics", "api/connections"])
            {
                var begun = Stopwatch.GetTimestamp();
                var told = await http.GetStringAsync(new Uri(path, UriKind.Relative));
                Assert.True(Stopwatch.GetElapsedTime(begun) < _most, $"{path} took {Stopwatch.GetElapsedTime(begun)}");
                Assert.Contains(path is "api/topics" or "api/connections" ? "crowd/499" : "wsbroker_connections_active", told, StringComparison.Ordinal);
            }
        }

        await witness.AssertWellAsync();
        Array.ForEach(crowd, static client => client.Dispose());
    }

    private static async Task<TcpClient> JoinAsync(Uri server, string path)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        var answer = new byte[12];
        await stream.ReadExactlyAsync(answer);
        Assert.Equal("HTTP/1.1 101", Encoding.ASCII.GetString(answer));
        return client;
    }
}

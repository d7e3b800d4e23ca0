using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;
using Xunit.Abstractions;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>What an operator asks while very many are connected.</summary>
public sealed class CrowdTests(ITestOutputHelper output)
{
    // An address has 28,000 ports, of which others may have some, and the first address belongs to everybody
    private const int PerAddress = 5_000;
    private const int AtOnce = 500;

    // As many as the machines of a pipeline let a process have; 50,000 with WSBROKER_TEST_SCALE=25, where that many files may be open
    private static readonly int _clients = Scale.Of(2000);

    private static readonly TimeSpan _most = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task AD_15_Metrics_status_and_lists_are_answered_within_a_second_and_hold_nobody_up()
    {
        await using var process = await ServerProcess.StartAsync();
        var crowd = new List<TcpClient>(_clients);
        foreach (var some in Enumerable.Range(0, _clients).Chunk(AtOnce))
        {
            crowd.AddRange(await Task.WhenAll(some.Select(number => JoinAsync(process.Http, number))));
        }

        using var http = new HttpClient { BaseAddress = process.Http };
        await http.GetStringAsync(new Uri("api/connections", UriKind.Relative));
        await using var witness = await WitnessGroup.StartAsync(process);

        var slowest = TimeSpan.Zero;
        for (var round = 0; round < 5; round++)
        {
            foreach (var path in (string[])["metrics", "api/status", "api/topics", "api/connections"])
            {
                var begun = Stopwatch.GetTimestamp();
                var told = await http.GetStringAsync(new Uri(path, UriKind.Relative));
                var took = Stopwatch.GetElapsedTime(begun);
                slowest = took > slowest ? took : slowest;
                Assert.True(took < _most, $"{path} took {took}");
                Assert.Contains(Expected(path), told, StringComparison.Ordinal);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clients} connections, the slowest answer after {slowest.TotalMilliseconds:0} ms"));
        await witness.AssertWellAsync();
        crowd.ForEach(static client => client.Dispose());
    }

    // Of connections, a thousand are told
    private static string Expected(string path) => path switch
    {
        "api/topics" => "crowd/499",
        "api/connections" => "crowd/",
        _ => "wsbroker_connections_active",
    };

    private static async Task<TcpClient> JoinAsync(Uri server, int number)
    {
        var path = FormattableString.Invariant($"/topics/crowd/{number % 500}?mode=sub");
        var client = new TcpClient(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + (number / PerAddress))]), 0));
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

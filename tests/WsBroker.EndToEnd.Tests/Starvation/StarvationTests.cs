using System.Diagnostics;
using System.Net.Http.Json;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Starvation;

/// <summary>A server that stands still, or has hardly any time: its clients are not taken for gone for that.</summary>
[Collection(Alone.Name)]
public sealed class StarvationTests : IDisposable
{
    private const int Clients = 100;

    private static readonly string[] _soon = ["--set", "connection:pingInterval=00:00:01", "--set", "connection:pongTimeout=00:00:04"];

    private readonly TestCertificate _certificate = new();

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public async Task ND_09_A_server_that_stood_still_for_longer_than_a_pong_may_take_keeps_all_who_have_answered()
    {
        await using var server = await StartAsync(_soon);
        using var clients = await PingedClients.ConnectAsync(server, _certificate, Clients);
        await clients.Pinged;

        server.Freeze();
        clients.Answer();
        await clients.Answered;
        using var deadlines = new PeriodicTimer(TimeSpan.FromSeconds(5));
        await deadlines.WaitForNextTickAsync();
        server.Thaw();

        await AssertAllAreThereAsync(server, clients);
    }

    /// <summary>A minute, and the usual times of a connection, by WSBROKER_TEST_SCALE=10.</summary>
    [Fact]
    public async Task ND_09_With_a_tenth_of_a_processor_it_takes_nobody_for_gone_who_answers()
    {
        await using var server = await StartAsync(Scale.IsLong ? [] : _soon);
        using var clients = await PingedClients.ConnectAsync(server, _certificate, Clients);
        clients.Answer();
        using var running = new PeriodicTimer(TimeSpan.FromMilliseconds(10));

        // As cpulimit does it: out of each tenth of a second a hundredth
        var end = Scale.IsLong ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(4);
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < end;)
        {
            server.Freeze();
            for (var hundredth = 0; hundredth < 9; hundredth++)
            {
                await running.WaitForNextTickAsync();
            }

            server.Thaw();
            await running.WaitForNextTickAsync();
        }

        await clients.Answered;
        await AssertAllAreThereAsync(server, clients);
    }

    private Task<ServerProcess> StartAsync(string[] settings) =>
        ServerProcess.StartAsync(["--listen", "https://127.0.0.1:0", "--certificate", _certificate.PemFile, .. settings]);

    private static async Task AssertAllAreThereAsync(ServerProcess server, PingedClients clients)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        using var published = await http.PostAsJsonAsync(new Uri("api/publish", UriKind.Relative), new { topic = PingedClients.Topic, text = "here" });
        Assert.All(await clients.Ends, static end => Assert.Equal("here", end));

        var counted = await http.GetStringAsync(new Uri("metrics", UriKind.Relative));
        Assert.Contains("wsbroker_connections_ended_total{end_reason=\"PongTimeout\"} 0\n", counted, StringComparison.Ordinal);
        clients.Dispose();
        Assert.Equal(0, await server.StopAsync());
    }
}

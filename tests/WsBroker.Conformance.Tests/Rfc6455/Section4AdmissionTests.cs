using System.Diagnostics;
using System.Globalization;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;
using Xunit.Abstractions;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>Who is one too many is told so, and nobody else notices (RFC 6455 §4.2.2, RFC 6585 §4).</summary>
public sealed class Section4AdmissionTests(ITestOutputHelper output)
{
    // 20 subscribers, two idle clients, a publisher, and whoever asks for the health
    private const int Witnesses = 23;

    // A run among others shares the machine with them
    private static readonly TimeSpan _slowest = TimeSpan.FromSeconds(Scale.IsLong ? 1 : 5);

    [Fact]
    public async Task HS_35_HS_41_Above_the_limit_of_the_node_the_answer_is_503_and_a_place_that_is_left_is_free()
    {
        await using var server = await Settings.StartAsync(Settings.Connections(Witnesses + 3));
        await using var witnesses = await WitnessGroup.StartAsync(server);
        var clients = await OpenAsync(server, 3);

        for (var i = 0; i < 50; i++)
        {
            await AssertRefusedAsync(server, 503);
        }

        clients[0].Dispose();
        for (var tries = 0; await AskAsync(server) != 101; tries++)
        {
            Assert.True(tries < 1000, "no place became free");
        }

        await witnesses.AssertWellAsync();
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task HS_35_HS_41_Above_the_limit_of_an_address_the_answer_is_429_and_what_follows_is_never_answered()
    {
        await using var server = await Settings.StartAsync(Settings.ConnectionsPerAddress(2));
        var clients = await OpenAsync(server, 2);

        await AssertRefusedAsync(server, 429);

        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task HS_42_Of_a_burst_as_many_as_allowed_come_in_and_the_rest_is_refused_at_once()
    {
        const int burst = 400;
        await using var server = await Settings.StartAsync(Settings.HandshakesPerSecond(100));
        await using var witnesses = await WitnessGroup.StartAsync(server);

        var statuses = await Task.WhenAll(Enumerable.Range(0, burst).Select(_ => AskAsync(server)));

        Assert.All(statuses, status => Assert.True(status is 101 or 429, $"{status}"));
        Assert.InRange(statuses.Count(status => status == 429), burst / 4, burst);
        Assert.Contains(101, statuses);
        await witnesses.AssertWellAsync();
    }

    [Fact]
    public async Task HS_42_Four_times_what_is_allowed_for_seconds_lets_in_what_is_allowed_and_no_more()
    {
        const int ticksPerSecond = 10;
        var (allowed, seconds) = Scale.IsLong ? (500, 30) : (100, 5);

        // Idle witnesses hear nothing but what they ask for
        await using var server = await Settings.StartAsync(Settings.HandshakesPerSecond(allowed), Settings.PingInterval(600));
        await using var witnesses = await WitnessGroup.StartAsync(server);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1) / ticksPerSecond);
        var started = Stopwatch.GetTimestamp();
        var asked = new List<Task<(int Status, TimeSpan Took)>>();

        for (var tick = 0; tick < seconds * ticksPerSecond; tick++)
        {
            asked.AddRange(Enumerable.Range(0, 4 * allowed / ticksPerSecond).Select(_ => TimeAsync(server)));
            await timer.WaitForNextTickAsync();
        }

        var answers = await Task.WhenAll(asked);
        var most = allowed * (Stopwatch.GetElapsedTime(started).TotalSeconds + 2);
        var (accepted, refused) = (TimesOf(answers, 101), TimesOf(answers, 429));
        output.WriteLine($"{answers.Length / seconds} a second for {seconds} s: {Describe(accepted)} accepted, {Describe(refused)} refused");
        Assert.Equal(answers.Length, accepted.Count + refused.Count);
        Assert.InRange(accepted.Count, allowed, most);
        Assert.InRange(accepted[^1], TimeSpan.Zero, _slowest);
        Assert.InRange(refused[^1], TimeSpan.Zero, _slowest);
        await witnesses.AssertWellAsync();
    }

    [Fact]
    public async Task Plain_HTTP_does_not_escape_the_limits()
    {
        await using var server = await Settings.StartAsync(Settings.HttpConnections(1));
        using var first = await StrictClient.ConnectAsync(server.Http);
        await first.WriteAsync("GET /health/live HTTP/1.1\r\nHost: broker.example\r\n\r\n"u8.ToArray());
        Assert.Equal(200, (await first.ReadHeadAsync()).Status);
        using var second = await StrictClient.ConnectAsync(server.Http);

        await second.WriteAsync("GET /health/live HTTP/1.1\r\nHost: broker.example\r\n\r\n"u8.ToArray());

        Assert.Equal("1", (await second.ReadRefusalAsync())["Retry-After"]);
    }

    private static async Task<List<StrictClient>> OpenAsync(ServerProcess server, int count)
    {
        var clients = new List<StrictClient>();
        for (var i = 0; i < count; i++)
        {
            clients.Add(await StrictClient.OpenAsync(server.Http, "/"));
        }

        return clients;
    }

    private static async Task AssertRefusedAsync(ServerProcess server, int status)
    {
        using var client = await StrictClient.ConnectAsync(server.Http);
        await client.WriteAsync((byte[])[.. RequestText.Upgrade("/").ToBytes(), .. "GET /health/live HTTP/1.1\r\nHost: broker.example\r\n\r\n"u8]);

        var refusal = await client.ReadRefusalAsync();

        Assert.Equal((status, "1"), (refusal.Status, refusal["Retry-After"]));
    }

    private static List<TimeSpan> TimesOf((int Status, TimeSpan Took)[] answers, int status) =>
        [.. answers.Where(answer => answer.Status == status).Select(static answer => answer.Took).Order()];

    private static string Describe(List<TimeSpan> times) => string.Create(
        CultureInfo.InvariantCulture, $"{times.Count} (half within {times[times.Count / 2].TotalMilliseconds:F1} ms, the slowest {times[^1].TotalMilliseconds:F0} ms)");

    private static async Task<(int Status, TimeSpan Took)> TimeAsync(ServerProcess server)
    {
        var began = Stopwatch.GetTimestamp();
        var status = await AskAsync(server);
        return (status, Stopwatch.GetElapsedTime(began));
    }

    private static async Task<int> AskAsync(ServerProcess server)
    {
        using var client = await StrictClient.ConnectAsync(server.Http);
        await client.WriteAsync(RequestText.Upgrade("/").ToBytes());
        return (await client.ReadHeadAsync()).Status;
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using WsBroker.Client;
using WsBroker.Cluster.Tests.Traffic;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;
using Xunit.Abstractions;

namespace WsBroker.Cluster.Tests;

/// <summary>A Redis that is not there, or not what it was.</summary>
[Collection(Alone.Name)]
public sealed partial class RedisAnewTests(ITestOutputHelper output)
{
    /// <summary>How soon the cluster has to serve again when Redis is back.</summary>
    private static readonly TimeSpan _back = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("no log")]
    [InlineData("another Redis")]
    [InlineData("flushall")]
    public async Task RD_02_RD_12_RD_17_Where_Redis_has_forgotten_all_topics_begin_anew_and_no_offset_is_used_twice(string how)
    {
        await using var cluster = await ThreeNodes.StartAsync(how is "no log" ? ["--appendonly", "no"] : [], []);
        await using var load = await Load.StartAsync(cluster.Front, perSecond: 500);
        await load.ReachAsync(500);

        await ForgetAsync(cluster.Redis, how);
        var (_, heard) = await load.ServedAsync();
        Assert.InRange(heard, TimeSpan.Zero, _back);
        await load.ReachAsync(1000);

        // The ledger fails the run if a position is given twice
        var verdict = await load.EndAsync();
        Assert.Equal((0, 0, 0), (verdict.Lost, verdict.Unexpected, verdict.Duplicated));
        Assert.Equal(load.Subscribers, verdict.Gaps);
        Assert.Equal(how is "no log", cluster.Node(0).Output.Contains("'appendonly' is off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RD_06_A_connection_that_is_well_and_deaf_is_found_and_what_it_did_not_hear_is_delivered()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front, perSecond: Scale.IsLong ? 1250 : 200);
        var run = await FaultRun.BeginAsync("RD-06 one node's connections for channels well and deaf", load, output);

        var before = await ListenersAsync(cluster.Redis);
        before.ForEach(port => cluster.Links[0].SetOnWayOut(port, Fault.Blackhole));

        // Twice as long as the pause between two probes
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!before.Except(await ListenersAsync(cluster.Redis)).Any())
        {
            Assert.False(late.IsCancellationRequested, "the deaf connection was not made anew");
            await load.GoOnAsync(TimeSpan.FromSeconds(1));
        }

        await run.AssertBackAsync();
        await run.EndAsync();
    }

    [Fact]
    public async Task RD_13_A_node_starts_without_Redis_says_that_it_is_not_ready_and_finds_it()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        await using var node = await ServerProcess.StartAsync("--engine", $"redis:{redis.Connection}");
        using var http = new HttpClient { BaseAddress = node.Http };

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "health/live"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(http, "health/ready"));
        using var refused = await http.PostAsJsonAsync("api/publish", new { topic = "t", text = "early" });
        Assert.DoesNotContain("offset", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var kept = await http.DeleteAsync(new Uri("api/history?topic=t", UriKind.Relative));
        Assert.Equal(HttpStatusCode.TooManyRequests, kept.StatusCode);
        Assert.Contains("\"code\":310", await kept.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await redis.StartAgainAsync();
        using var late = new CancellationTokenSource(ThreeNodes.Patience);
        while (await StatusAsync(http, "health/ready") is not HttpStatusCode.OK)
        {
            Assert.False(late.IsCancellationRequested, node.Output);
        }

        using var published = await http.PostAsJsonAsync("api/publish", new { topic = "t", text = "now" });
        Assert.Contains("\"offset\":1", await published.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await node.StopAsync());
    }

    [Fact]
    public async Task RD_15_RD_16_Who_subscribes_without_Redis_hears_when_it_is_back_and_who_leaves_without_it_leaves_nothing()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var client = await WsBrokerClient.ConnectAsync(cluster.Front);
        using var leave = new CancellationTokenSource();
        var ledger = new TopicLedger("lonely");
        var (leaving, coming) = (new Subscriber(client, ledger), new Subscriber(client, new TopicLedger("come")));
        var left = leaving.RunAsync(leave.Token);
        await leaving.Stands.WaitAsync(ThreeNodes.Patience);

        await cluster.Redis.KillAsync();
        using var stop = new CancellationTokenSource();
        var hearing = coming.RunAsync(stop.Token);
        await leave.CancelAsync();
        await left;
        await cluster.Redis.StartAgainAsync();

        await coming.Stands.WaitAsync(_back);
        await client.PublishAsync("come", "hello");
        using var late = new CancellationTokenSource(ThreeNodes.Patience);
        while (coming.Heard.Count == 0 || await IsHeardOfAsync(cluster.Redis, "lonely"))
        {
            Assert.False(late.IsCancellationRequested, $"{coming.Heard.Count} heard; {await cluster.Redis.RunAsync("pubsub", "channels")}");
        }

        await stop.CancelAsync();
        await hearing;
    }

    private static async Task ForgetAsync(RedisServer redis, string how)
    {
        if (how is "flushall")
        {
            await redis.RunAsync("flushall");
            return;
        }

        await redis.KillAsync();
        if (how is "another Redis")
        {
            redis.DeleteData();
        }

        await redis.StartAgainAsync();
    }

    /// <summary>The ports of all connections that hear channels.</summary>
    private static async Task<List<int>> ListenersAsync(RedisServer redis) =>
    [
        .. Ports().Matches(await redis.RunAsync("client", "list", "type", "pubsub"))
            .Select(static one => int.Parse(one.Groups["port"].Value, CultureInfo.InvariantCulture)),
    ];

    private static async Task<bool> IsHeardOfAsync(RedisServer redis, string topic) =>
        (await redis.RunAsync("pubsub", "channels")).Contains(topic, StringComparison.Ordinal);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    [GeneratedRegex(" addr=127\\.0\\.0\\.1:(?<port>[0-9]+) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ports();
}

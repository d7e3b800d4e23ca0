using WsBroker.Cluster.Tests.Traffic;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;
using Xunit.Abstractions;

namespace WsBroker.Cluster.Tests;

/// <summary>What befalls Redis and the ways to it, while a cluster is used.</summary>
[Collection(Alone.Name)]
public sealed class RedisFaultTests(ITestOutputHelper output)
{
    /// <summary>How soon a node has to refuse what it cannot store: five seconds, and one for the ways there and back.</summary>
    private static readonly TimeSpan _refused = TimeSpan.FromSeconds(6);

    private static readonly string[] _always = ["--appendfsync", "always"];

    /// <summary>Seconds without Redis, and when its log is written through.</summary>
    public static TheoryData<int, string> Gone => Scale.IsLong
        ? new() { { 1, "always" }, { 10, "always" }, { 60, "always" }, { 1, "everysec" }, { 10, "everysec" } }
        : new() { { 1, "everysec" }, { 5, "always" } };

    /// <summary>Seconds that Redis stands still.</summary>
    public static TheoryData<int> Frozen => Scale.IsLong ? [3, 30, 120] : [3, 15];

    /// <summary>Seconds that a node is without a way to Redis.</summary>
    public static TheoryData<int> CutOff => Scale.IsLong ? [5, 30, 120] : [12];

    /// <summary>Milliseconds that each way to Redis takes and may take more, and of a hundred pieces those that are lost on it.</summary>
    public static TheoryData<int, int, int> Slow => Scale.IsLong
        ? new() { { 50, 50, 0 }, { 0, 100, 1 }, { 0, 10, 10 } }
        : new() { { 25, 50, 1 } };

    // A process that is killed leaves to the kernel what it has written, so that a log of every second has all of it, too
    [Theory]
    [MemberData(nameof(Gone))]
    public async Task RD_01_Redis_that_is_killed_and_started_again_has_lost_nothing_that_was_acknowledged(int seconds, string fsync)
    {
        await using var cluster = await ThreeNodes.StartAsync(["--appendfsync", fsync], []);
        await using var load = await Load.StartAsync(cluster.Front);
        var run = await FaultRun.BeginAsync($"RD-01 Redis ({fsync}) killed, started again after {seconds} s", load, output);

        await cluster.Redis.KillAsync();
        await load.GoOnAsync(TimeSpan.FromSeconds(seconds));
        await cluster.Redis.StartAgainAsync();

        await run.AssertBackAsync();
        await run.EndAsync();
    }

    [Theory]
    [MemberData(nameof(Frozen))]
    public async Task RD_03_Redis_that_stands_still_loses_and_doubles_nothing(int seconds)
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);
        var run = await FaultRun.BeginAsync($"RD-03 Redis stands still for {seconds} s", load, output);

        cluster.Redis.Freeze();
        await load.GoOnAsync(TimeSpan.FromSeconds(seconds));
        cluster.Redis.Thaw();

        await run.AssertBackAsync();
        Assert.InRange((await run.EndAsync()).SlowestRefusal, TimeSpan.Zero, _refused);
    }

    [Theory]
    [MemberData(nameof(CutOff))]
    public async Task RD_04_A_node_without_a_way_to_Redis_says_so_and_starves_nobody_in_silence(int seconds)
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);
        var run = await FaultRun.BeginAsync($"RD-04 one node without a way to Redis for {seconds} s", load, output);

        cluster.Links[0].Both(Fault.Blackhole);
        await cluster.ReadyAsync(0, isReady: false);
        await load.GoOnAsync(TimeSpan.FromSeconds(seconds));
        cluster.Links[0].Cut();
        cluster.Links[0].Heal();

        await run.AssertBackAsync();
        await cluster.ReadyAsync(0, isReady: true);
        Assert.NotEqual(0, (await run.EndAsync()).Refused);
    }

    [Fact]
    public async Task RD_05_A_node_that_Redis_hears_and_that_does_not_hear_Redis_is_found_out()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);
        var seconds = Scale.IsLong ? 30 : 3;
        var run = await FaultRun.BeginAsync($"RD-05 one node that does not hear Redis for {seconds} s", load, output);

        cluster.Links[1].OnWayOut = Fault.Blackhole;
        await cluster.ReadyAsync(1, isReady: false);
        await load.GoOnAsync(TimeSpan.FromSeconds(seconds));
        cluster.Links[1].Cut();
        cluster.Links[1].Heal();

        await run.AssertBackAsync();
        await cluster.ReadyAsync(1, isReady: true);
        Assert.NotEqual(0, (await run.EndAsync()).Refused);
    }

    [Theory]
    [InlineData("pubsub")]
    [InlineData("normal")]
    public async Task RD_07_Connections_that_Redis_ends_again_and_again_come_back_and_nothing_is_missed(string kind)
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);
        var times = Scale.IsLong ? 60 : 8;
        var run = await FaultRun.BeginAsync($"RD-07 Redis ends connections ({kind}) every second for {times} s", load, output);

        for (var time = 0; time < times; time++)
        {
            await cluster.Redis.RunAsync("client", "kill", "type", kind);
            await load.GoOnAsync(TimeSpan.FromSeconds(1));
        }

        await run.AssertBackAsync();
        await run.EndAsync();
    }

    [Fact]
    public async Task RD_08_Connections_that_are_cut_at_any_byte_leave_nothing_wrong()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);
        var run = await FaultRun.BeginAsync("RD-08 one node's connections cut at 40 bytes", load, output);

        for (var at = 0; at < 40; at++)
        {
            var cut = new Fault { CutAfter = 200 + (at * 97) };
            (cluster.Links[2].OnWayIn, cluster.Links[2].OnWayOut) = at % 2 == 0 ? (cut, Fault.None) : (Fault.None, cut);
            cluster.Links[2].Cut();
            await load.GoOnAsync(TimeSpan.FromSeconds(0.2));
        }

        cluster.Links[2].Heal();
        await run.AssertBackAsync();
        await cluster.ReadyAsync(2, isReady: true);
        await run.EndAsync();
    }

    [Fact]
    public async Task RD_09_What_Redis_refuses_is_never_acknowledged_and_goes_on_when_it_can()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);
        var run = await FaultRun.BeginAsync("RD-09 Redis refuses: NOSCRIPT, OOM, NOREPLICAS, READONLY", load, output);

        // A flushed cache of scripts is healed without a word; the others are refused until they are over
        await cluster.Redis.RunAsync("script", "flush");
        await load.ReachAsync(500);
        await cluster.Redis.RunAsync("config", "set", "maxmemory", "1");
        await load.GoOnAsync(TimeSpan.FromSeconds(2));
        await cluster.Redis.RunAsync("config", "set", "maxmemory", "0");
        await run.AssertBackAsync();
        await cluster.Redis.RunAsync("config", "set", "min-replicas-to-write", "1");
        await load.GoOnAsync(TimeSpan.FromSeconds(2));
        await cluster.Redis.RunAsync("config", "set", "min-replicas-to-write", "0");
        await run.AssertBackAsync();
        await cluster.Redis.RunAsync("replicaof", "127.0.0.1", "1");
        await load.GoOnAsync(TimeSpan.FromSeconds(2));
        await cluster.Redis.RunAsync("replicaof", "no", "one");

        await run.AssertBackAsync();
        var verdict = await run.EndAsync();
        Assert.NotEqual(0, verdict.Refused);
    }

    [Theory]
    [MemberData(nameof(Slow))]
    public async Task RD_10_A_slow_and_uneven_way_to_Redis_puts_nothing_out_of_order(int delay, int jitter, int loss)
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front, publishers: Scale.IsLong ? 500 : 20, perSecond: Scale.IsLong ? 1250 : 200);
        var run = await FaultRun.BeginAsync($"RD-10 {delay} to {delay + jitter} ms each way between nodes and Redis, {loss} % lost", load, output);

        foreach (var link in cluster.Links)
        {
            link.Both(new Fault { Delay = TimeSpan.FromMilliseconds(delay), Jitter = TimeSpan.FromMilliseconds(jitter), LossPercent = loss });
        }

        await load.ReachAsync(Scale.IsLong ? 30_000 : 1000);
        cluster.Links.ToList().ForEach(static link => link.Heal());

        await run.AssertBackAsync();
        var verdict = await run.EndAsync();
        Assert.Equal(0, verdict.Refused);
    }

    [Fact]
    public async Task RD_14_Redis_that_comes_and_goes_every_second_wears_nothing_out()
    {
        await using var cluster = await ThreeNodes.StartAsync(_always, []);
        await using var load = await Load.StartAsync(cluster.Front);
        var times = Scale.IsLong ? 150 : 6;
        var run = await FaultRun.BeginAsync($"RD-14 Redis away and there by turns of a second, {times} times", load, output);

        var descriptors = Enumerable.Range(0, ThreeNodes.Count).Select(cluster.Descriptors).ToList();
        for (var time = 0; time < times; time++)
        {
            await cluster.Redis.KillAsync();
            await load.GoOnAsync(TimeSpan.FromSeconds(1));
            await cluster.Redis.StartAgainAsync();
            await load.GoOnAsync(TimeSpan.FromSeconds(1));
        }

        await run.AssertBackAsync();
        Assert.All(cluster.Links, static link => Assert.InRange(link.Open, 1, 10));
        Assert.All(cluster.Links, link => Assert.InRange(link.Accepted, 1, 80 * times));
        Assert.All(Enumerable.Range(0, ThreeNodes.Count), node => Assert.InRange(cluster.Descriptors(node), 1, descriptors[node] + 10));
        await run.EndAsync();
    }

    [Fact]
    public async Task RD_18_While_Redis_reads_its_log_publications_are_refused_and_then_all_is_there()
    {
        await using var cluster = await ThreeNodes.StartAsync([.. _always, "--key-load-delay", Scale.IsLong ? "500" : "100", "--loading-process-events-interval-bytes", "1024"], []);
        await using var load = await Load.StartAsync(cluster.Front);
        var run = await FaultRun.BeginAsync("RD-18 Redis reads its log", load, output);
        await load.ReachAsync(3000);

        await cluster.Redis.KillAsync();
        Assert.InRange(await RefusedWhileItReadsAsync(cluster.Redis, load), 1, int.MaxValue);

        await run.AssertBackAsync();
        await run.EndAsync();
    }

    [Fact]
    public async Task RD_19_A_Redis_that_is_busy_for_five_seconds_is_waited_for_and_nothing_is_done_twice()
    {
        await using var cluster = await ThreeNodes.StartAsync(["--enable-debug-command", "yes"], []);
        await using var load = await Load.StartAsync(cluster.Front);
        var run = await FaultRun.BeginAsync("RD-19 Redis busy for 5 s", load, output);

        var busy = cluster.Redis.RunAsync("debug", "sleep", "5");
        await load.GoOnAsync(TimeSpan.FromSeconds(5));
        await busy;

        await run.AssertBackAsync();
        await run.EndAsync();
    }

    /// <summary>Starts Redis, and counts what is refused from when it says that it reads its log until it has.</summary>
    private static async Task<int> RefusedWhileItReadsAsync(RedisServer redis, Load load)
    {
        int? before = null;
        var starting = redis.StartAgainAsync();
        while (!starting.IsCompleted)
        {
            before ??= (await redis.RunAsync("info", "persistence")).Contains("loading:1", StringComparison.Ordinal) ? load.Refused : null;
            await load.GoOnAsync(TimeSpan.FromSeconds(0.1));
        }

        await starting;
        Assert.NotNull(before);
        return load.Refused - before.Value;
    }
}

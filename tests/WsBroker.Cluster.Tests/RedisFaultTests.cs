using System.Globalization;
using WsBroker.Cluster.Tests.Traffic;
using WsBroker.TestKit.Faults;
using Xunit.Abstractions;

namespace WsBroker.Cluster.Tests;

/// <summary>What befalls Redis and the ways to it, while a cluster is used.</summary>
[Collection(Alone.Name)]
public sealed class RedisFaultTests(ITestOutputHelper output)
{
    /// <summary>How soon the cluster has to serve again when a fault is over.</summary>
    private static readonly TimeSpan _back = TimeSpan.FromSeconds(10);

    private static readonly string[] _always = ["--appendfsync", "always"];

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task RD_01_Redis_that_is_killed_and_started_again_has_lost_nothing_that_was_acknowledged(int seconds)
    {
        await using var cluster = await ThreeNodes.StartAsync(_always, []);
        await using var load = await Load.StartAsync(cluster.Front);

        await cluster.Redis.KillAsync();
        await load.GoOnAsync(TimeSpan.FromSeconds(seconds));
        await cluster.Redis.StartAgainAsync();

        await AssertBackAsync(load);
        await EndAsync(load);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    public async Task RD_03_Redis_that_stands_still_loses_and_doubles_nothing(int seconds)
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);

        cluster.Redis.Freeze();
        await load.GoOnAsync(TimeSpan.FromSeconds(seconds));
        cluster.Redis.Thaw();

        await AssertBackAsync(load);
        await EndAsync(load);
    }

    [Fact]
    public async Task RD_04_A_node_without_a_way_to_Redis_says_so_and_starves_nobody_in_silence()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);

        cluster.Links[0].Both(Fault.Blackhole);
        await cluster.ReadyAsync(0, isReady: false);
        await load.GoOnAsync(TimeSpan.FromSeconds(12));
        cluster.Links[0].Cut();
        cluster.Links[0].Heal();
        await cluster.ReadyAsync(0, isReady: true);

        await AssertBackAsync(load);
        await EndAsync(load);
    }

    [Fact]
    public async Task RD_05_A_node_that_Redis_hears_and_that_does_not_hear_Redis_is_found_out()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);

        cluster.Links[1].OnWayOut = Fault.Blackhole;
        await cluster.ReadyAsync(1, isReady: false);
        await load.GoOnAsync(TimeSpan.FromSeconds(3));
        cluster.Links[1].Cut();
        cluster.Links[1].Heal();
        await cluster.ReadyAsync(1, isReady: true);

        await AssertBackAsync(load);
        await EndAsync(load);
    }

    [Theory]
    [InlineData("pubsub")]
    [InlineData("normal")]
    public async Task RD_07_Connections_that_Redis_ends_again_and_again_come_back_and_nothing_is_missed(string kind)
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);

        for (var time = 0; time < 8; time++)
        {
            await cluster.Redis.RunAsync("client", "kill", "type", kind);
            await load.GoOnAsync(TimeSpan.FromSeconds(1));
        }

        await AssertBackAsync(load);
        await EndAsync(load);
    }

    [Fact]
    public async Task RD_08_Connections_that_are_cut_at_any_byte_leave_nothing_wrong()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);

        for (var at = 0; at < 40; at++)
        {
            var cut = new Fault { CutAfter = 200 + (at * 97) };
            (cluster.Links[2].OnWayIn, cluster.Links[2].OnWayOut) = at % 2 == 0 ? (cut, Fault.None) : (Fault.None, cut);
            cluster.Links[2].Cut();
            await load.GoOnAsync(TimeSpan.FromSeconds(0.2));
        }

        cluster.Links[2].Heal();
        await cluster.ReadyAsync(2, isReady: true);
        await AssertBackAsync(load);
        await EndAsync(load);
    }

    [Fact]
    public async Task RD_09_What_Redis_refuses_is_never_acknowledged_and_goes_on_when_it_can()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);

        // A flushed cache of scripts is healed without a word; the others are refused until they are over
        await cluster.Redis.RunAsync("script", "flush");
        await load.ReachAsync(500);
        await cluster.Redis.RunAsync("config", "set", "maxmemory", "1");
        await load.GoOnAsync(TimeSpan.FromSeconds(2));
        await cluster.Redis.RunAsync("config", "set", "maxmemory", "0");
        await AssertBackAsync(load);
        await cluster.Redis.RunAsync("config", "set", "min-replicas-to-write", "1");
        await load.GoOnAsync(TimeSpan.FromSeconds(2));
        await cluster.Redis.RunAsync("config", "set", "min-replicas-to-write", "0");
        await AssertBackAsync(load);
        await cluster.Redis.RunAsync("replicaof", "127.0.0.1", "1");
        await load.GoOnAsync(TimeSpan.FromSeconds(2));
        await cluster.Redis.RunAsync("replicaof", "no", "one");

        await AssertBackAsync(load);
        var verdict = await EndAsync(load);
        Assert.NotEqual(0, verdict.Refused);
    }

    [Fact]
    public async Task RD_10_A_slow_and_uneven_way_to_Redis_puts_nothing_out_of_order()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front, perSecond: 200);

        foreach (var link in cluster.Links)
        {
            link.Both(new Fault { Delay = TimeSpan.FromMilliseconds(25), Jitter = TimeSpan.FromMilliseconds(50) });
        }

        await load.ReachAsync(1000);

        var verdict = await EndAsync(load);
        Assert.Equal(0, verdict.Refused);
    }

    [Fact]
    public async Task RD_14_Redis_that_comes_and_goes_every_second_wears_nothing_out()
    {
        await using var cluster = await ThreeNodes.StartAsync(_always, []);
        await using var load = await Load.StartAsync(cluster.Front);

        for (var time = 0; time < 6; time++)
        {
            await cluster.Redis.KillAsync();
            await load.GoOnAsync(TimeSpan.FromSeconds(1));
            await cluster.Redis.StartAgainAsync();
            await load.GoOnAsync(TimeSpan.FromSeconds(1));
        }

        await AssertBackAsync(load);
        Assert.All(cluster.Links, static link => Assert.InRange(link.Open, 1, 10));
        await EndAsync(load);
    }

    [Fact]
    public async Task RD_18_While_Redis_reads_its_log_publications_are_refused_and_then_all_is_there()
    {
        await using var cluster = await ThreeNodes.StartAsync([.. _always, "--key-load-delay", "100", "--loading-process-events-interval-bytes", "1024"], []);
        await using var load = await Load.StartAsync(cluster.Front);
        await load.ReachAsync(3000);

        await cluster.Redis.KillAsync();
        await cluster.Redis.StartAgainAsync();

        await AssertBackAsync(load);
        var verdict = await EndAsync(load);
        Assert.NotEqual(0, verdict.Refused);
    }

    [Fact]
    public async Task RD_19_A_Redis_that_is_busy_for_five_seconds_is_waited_for_and_nothing_is_done_twice()
    {
        await using var cluster = await ThreeNodes.StartAsync(["--enable-debug-command", "yes"], []);
        await using var load = await Load.StartAsync(cluster.Front);

        var busy = cluster.Redis.RunAsync("debug", "sleep", "5");
        await load.GoOnAsync(TimeSpan.FromSeconds(5));
        await busy;

        await AssertBackAsync(load);
        await EndAsync(load);
    }

    private static async Task AssertBackAsync(Load load)
    {
        using var late = new CancellationTokenSource(_back);
        await load.ReachAsync(500).WaitAsync(late.Token);
    }

    private async Task<Verdict> EndAsync(Load load)
    {
        var verdict = await load.EndAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verdict}"));
        verdict.AssertWhole();
        return verdict;
    }
}

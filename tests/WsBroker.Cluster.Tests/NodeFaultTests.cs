using System.Diagnostics;
using System.Globalization;
using WsBroker.Cluster.Tests.Traffic;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;
using Xunit.Abstractions;

namespace WsBroker.Cluster.Tests;

/// <summary>What befalls nodes, while a cluster is used.</summary>
[Collection(Alone.Name)]
public sealed class NodeFaultTests(ITestOutputHelper output)
{
    /// <summary>How soon all clients have to have heard all after they were cut off together.</summary>
    private static readonly TimeSpan _recovered = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task ND_01_Nodes_that_are_killed_one_after_the_other_take_nothing_with_them()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);

        for (var at = 0; at < ThreeNodes.Count; at++)
        {
            await cluster.Node(at).KillAsync();
            await load.ReachAsync(1000);
            await cluster.StartNodeAsync(at);
            await load.ReachAsync(500);
        }

        await EndAsync(load);
    }

    [Fact]
    public async Task ND_02_All_nodes_that_are_killed_at_once_go_on_where_they_were()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);
        await load.ReachAsync(1000);

        await Task.WhenAll(Enumerable.Range(0, ThreeNodes.Count).Select(at => cluster.Node(at).KillAsync()));
        await Task.WhenAll(Enumerable.Range(0, ThreeNodes.Count).Select(cluster.StartNodeAsync));
        await load.ReachAsync(1000);

        await EndAsync(load);
    }

    [Fact]
    public async Task ND_03_A_node_that_stood_still_does_no_harm_when_it_wakes()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);

        cluster.Node(1).Freeze();
        await load.GoOnAsync(TimeSpan.FromSeconds(8));
        cluster.Node(1).Thaw();
        await load.ReachAsync(1000);

        await EndAsync(load);
    }

    [Fact]
    public async Task ND_05_What_was_stored_and_not_answered_when_a_node_died_is_there_once_for_all()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);

        for (var time = 0; time < 3; time++)
        {
            // Redis does what the node asks for, and the node does not hear of it any more
            cluster.Links[0].OnWayOut = Fault.Blackhole;
            await load.GoOnAsync(TimeSpan.FromSeconds(0.3));
            await cluster.Node(0).KillAsync();
            cluster.Links[0].Cut();
            cluster.Links[0].Heal();
            await cluster.StartNodeAsync(0);
            await load.ReachAsync(500);
        }

        await EndAsync(load);
    }

    [Fact]
    public async Task DN_02_DN_07_Nodes_that_are_drained_and_started_again_in_turn_lose_nothing()
    {
        await using var cluster = await ThreeNodes.StartAsync("--set", "drain:pause=00:00:02");
        await using var load = await Load.StartAsync(cluster.Front, publishers: Scale.Of(20), subscribers: Scale.Of(200), topics: Scale.Of(20));

        for (var at = 0; at < ThreeNodes.Count * Scale.Of(1); at++)
        {
            Assert.Equal(0, await cluster.Node(at % ThreeNodes.Count).StopAsync());
            await cluster.StartNodeAsync(at % ThreeNodes.Count);
            await load.ReachAsync(500);
        }

        var verdict = await EndAsync(load);
        Assert.InRange(verdict.TypicalOutage, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task DN_05_A_node_that_is_drained_without_Redis_ends_in_time_and_acknowledges_nothing_that_is_not_stored()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);

        cluster.Redis.Freeze();
        Assert.Equal(0, await cluster.Node(0).StopAsync());
        cluster.Redis.Thaw();
        await cluster.StartNodeAsync(0);
        await load.ReachAsync(1000);

        await EndAsync(load);
    }

    [Fact]
    public async Task DN_08_The_clients_of_a_node_that_is_killed_all_come_to_the_others()
    {
        await using var cluster = await ThreeNodes.StartAsync("--set", "limits:handshakesPerSecond=200");
        await using var load = await Load.StartAsync(cluster.Front, publishers: 20, subscribers: Scale.Of(300), topics: 20);

        await cluster.Node(2).KillAsync();
        await load.ReachAsync(3000);

        var verdict = await EndAsync(load);
        Assert.InRange(verdict.LongestOutage, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task RP_06_Clients_of_a_proxy_that_is_restarted_recover_exactly()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front, publishers: 20, perSecond: 200, subscribers: Scale.Of(200), topics: 20);

        for (var time = 0; time < 2; time++)
        {
            var begun = Stopwatch.GetTimestamp();
            await cluster.RestartFrontAsync();
            await load.ReachAsync(100);
            await load.CatchUpAsync();
            var took = Stopwatch.GetElapsedTime(begun);
            output.WriteLine($"all have recovered in {took}");
            Assert.InRange(took, TimeSpan.Zero, _recovered);
            await load.ReachAsync(500);
        }

        await EndAsync(load);
    }

    private async Task<Verdict> EndAsync(Load load)
    {
        var verdict = await load.EndAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verdict}"));
        verdict.AssertWhole();
        return verdict;
    }
}

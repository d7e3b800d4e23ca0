using System.Globalization;
using WsBroker.Cluster.Tests.Traffic;
using Xunit.Abstractions;

namespace WsBroker.Cluster.Tests;

/// <summary>What befalls nodes, while a cluster is used.</summary>
[Collection(Alone.Name)]
public sealed class NodeFaultTests(ITestOutputHelper output)
{
    /// <summary>How often all nodes are drained in turn, if not once, and how many clients hear: variables of the environment.</summary>
    private const string RoundsVariable = "WSBROKER_TEST_ROUNDS";

    private const string ClientsVariable = "WSBROKER_TEST_CLIENTS";

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
    public async Task DN_02_DN_07_Nodes_that_are_drained_and_started_again_in_turn_lose_nothing()
    {
        var (rounds, clients) = (Asked(RoundsVariable, usual: 1), Asked(ClientsVariable, usual: 20));
        await using var cluster = await ThreeNodes.StartAsync("--set", "drain:pause=00:00:02");
        await using var load = await Load.StartAsync(cluster.Front, perSecond: clients > 100 ? 200 : 1000, subscribers: clients, topics: 20);

        for (var at = 0; at < ThreeNodes.Count * rounds; at++)
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
        await using var load = await Load.StartAsync(cluster.Front, subscribers: 300);

        await cluster.Node(2).KillAsync();
        await load.ReachAsync(3000);

        var verdict = await EndAsync(load);
        Assert.InRange(verdict.LongestOutage, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task RP_06_Clients_of_a_proxy_that_is_restarted_recover_exactly()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front, subscribers: 200);

        for (var time = 0; time < 3; time++)
        {
            await cluster.RestartFrontAsync();
            await load.ReachAsync(1000);
        }

        await EndAsync(load);
    }

    private static int Asked(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var asked) ? asked : usual;

    private async Task<Verdict> EndAsync(Load load)
    {
        var verdict = await load.EndAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verdict}"));
        verdict.AssertWhole();
        return verdict;
    }
}

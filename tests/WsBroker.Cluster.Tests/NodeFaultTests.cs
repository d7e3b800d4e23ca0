using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WsBroker.Cluster.Tests.Proxies;
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

    /// <summary>Seconds that a node stands still.</summary>
    public static TheoryData<int> Frozen => Scale.IsLong ? [15, 60] : [2];

    [Fact]
    public async Task ND_01_Nodes_that_are_killed_one_after_the_other_take_nothing_with_them()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);
        var times = Scale.IsLong ? 30 : ThreeNodes.Count;
        var run = await FaultRun.BeginAsync($"ND-01 nodes killed in turn, {times} times", load, output);

        for (var time = 0; time < times; time++)
        {
            var at = time % ThreeNodes.Count;
            await cluster.Node(at).KillAsync();
            await run.AssertBackAsync();
            await load.ReachAsync(500);
            await cluster.StartNodeAsync(at);
            await load.ReachAsync(500);
            await load.GoOnAsync(TimeSpan.FromSeconds(Scale.IsLong ? 10 : 0.1));
        }

        await run.EndAsync();
    }

    [Fact]
    public async Task ND_02_All_nodes_that_are_killed_at_once_go_on_where_they_were()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);
        await load.ReachAsync(1000);
        var run = await FaultRun.BeginAsync("ND-02 all nodes killed at once", load, output);

        await Task.WhenAll(Enumerable.Range(0, ThreeNodes.Count).Select(at => cluster.Node(at).KillAsync()));
        await Task.WhenAll(Enumerable.Range(0, ThreeNodes.Count).Select(cluster.StartNodeAsync));

        await run.AssertBackAsync();
        await load.ReachAsync(500);
        await run.EndAsync();
    }

    [Fact]
    public async Task ND_03_SC_11_A_node_that_was_thought_dead_and_that_Redis_has_dropped_does_no_harm_when_it_wakes()
    {
        await using var cluster = await ThreeNodes.StartAsync(
            ["--client-output-buffer-limit", "pubsub", "256kb", "0", "0"],
            ["--set", "cluster:life=00:00:04"]);
        await using var load = await Load.StartAsync(cluster.Front, perSecond: 500, subscribers: 15, padding: 10000);
        await UntilAsync(cluster, static async of => await AliveAsync(of, 0) == 3 && await PresentAsync(of, 0) == 15);

        cluster.Node(1).Freeze();
        await UntilAsync(cluster, static async of => await AliveAsync(of, 0) == 2 && await PresentAsync(of, 0) < 15 && await HearersAsync(of) == 2);
        cluster.Node(1).Thaw();
        await UntilAsync(cluster, static async of => await AliveAsync(of, 1) == 3 && await PresentAsync(of, 1) == 15 && await PresentAsync(of, 2) == 15 && await HearersAsync(of) == 3);
        await load.ReachAsync(1000);
        await load.CatchUpAsync();
        Assert.Equal(15, await PresentAsync(cluster, 0));

        await EndAsync(load);
    }

    [Theory]
    [MemberData(nameof(Frozen))]
    public async Task ND_03_A_node_that_stands_still_harms_nobody_for_longer_than_that(int seconds)
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);
        var run = await FaultRun.BeginAsync($"ND-03 one node stands still for {seconds} s", load, output);

        cluster.Node(1).Freeze();
        await load.GoOnAsync(TimeSpan.FromSeconds(seconds));
        cluster.Node(1).Thaw();

        await run.AssertBackAsync();
        await run.EndAsync();
    }

    [Fact]
    public async Task ND_05_What_was_stored_and_not_answered_when_a_node_died_is_there_once_for_all()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await using var load = await Load.StartAsync(cluster.Front);
        var times = Scale.IsLong ? 20 : 3;
        var run = await FaultRun.BeginAsync($"ND-05 a node killed whose answers of Redis are lost, {times} times", load, output);

        for (var time = 0; time < times; time++)
        {
            // Redis does what the node asks for, and the node does not hear of it any more
            cluster.Links[0].OnWayOut = Fault.Blackhole;
            await load.GoOnAsync(TimeSpan.FromSeconds(0.3));
            await cluster.Node(0).KillAsync();
            cluster.Links[0].Cut();
            cluster.Links[0].Heal();
            await cluster.StartNodeAsync(0);
            await run.AssertBackAsync();
        }

        await run.EndAsync();
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
    public async Task RP_06_Clients_of_proxies_that_take_their_configuration_anew_recover_exactly_and_do_not_storm()
    {
        var perSecond = Scale.Of(20);
        await using var cluster = await ThreeNodes.StartAsync("--set", string.Create(CultureInfo.InvariantCulture, $"limits:handshakesPerSecond={perSecond}"));
        await using var nginx = await Nginx.StartAsync(FreePorts.Next(), cluster.Ports);
        await using var byHaproxy = await Load.StartAsync(cluster.Front, publishers: 20, perSecond: 200, subscribers: Scale.Of(100), topics: 20);
        await using var byNginx = await Load.StartAsync(
            new UriBuilder(nginx.Address) { Scheme = "ws" }.Uri, publishers: 20, perSecond: 200, subscribers: Scale.Of(100), topics: 20, name: "nginx");
        var clients = byHaproxy.Clients + byNginx.Clients;
        var before = await HandshakesAsync(cluster);
        var seats = new SeatWatch(cluster);
        using var done = new CancellationTokenSource();
        var watching = seats.RunAsync(done.Token);

        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(cluster.ReloadFrontAsync(), nginx.ReloadAsync());
        await Task.WhenAll(byHaproxy.ReachAsync(100), byNginx.ReachAsync(100));
        await Task.WhenAll(byHaproxy.CatchUpAsync(), byNginx.CatchUpAsync());
        var (took, handshakes) = (Stopwatch.GetElapsedTime(begun), await HandshakesAsync(cluster) - before);
        await done.CancelAsync();
        await watching;

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all {clients} have recovered in {took}, with {handshakes} handshakes, at most {seats.Fastest():N0} a second at a node"));
        Assert.InRange(took, TimeSpan.Zero, _recovered);
        Assert.InRange(handshakes, clients, 6 * clients);
        Assert.InRange(seats.MostAbove(perSecond), double.MinValue, 0);
        await EndAsync(byHaproxy);
        await EndAsync(byNginx);
    }

    private static async Task UntilAsync(ThreeNodes cluster, Func<ThreeNodes, Task<bool>> isSo)
    {
        using var late = new CancellationTokenSource(ThreeNodes.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isSo(cluster))
        {
            await look.WaitForNextTickAsync(late.Token);
        }
    }

    /// <summary>How many nodes there are, as one of them says.</summary>
    private static async Task<int> AliveAsync(ThreeNodes cluster, int node) =>
        (await cluster.GetAsync(node, "api/nodes")).GetProperty("nodes").GetArrayLength();

    /// <summary>How many are in the topics of the load, as a node says; null if it says that it cannot know.</summary>
    private static async Task<int?> PresentAsync(ThreeNodes cluster, int node)
    {
        var sum = 0;
        using var http = new HttpClient { BaseAddress = cluster.Node(node).Http, Timeout = ThreeNodes.Patience };
        for (var topic = 0; topic < 5; topic++)
        {
            using var answer = await http.GetAsync(new Uri($"api/presence?topic=load/{topic}", UriKind.Relative));
            if (answer.StatusCode is HttpStatusCode.TooManyRequests)
            {
                return null;
            }

            sum += (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("count").GetInt32();
        }

        return sum;
    }

    /// <summary>To how many nodes Redis tells what is published.</summary>
    private static async Task<int> HearersAsync(ThreeNodes cluster) =>
        (await cluster.Redis.RunAsync("client", "list", "type", "pubsub")).Split('\n').Count(static line => line.Contains("name=wsbrokerchannels", StringComparison.Ordinal));

    /// <summary>How many WebSockets were opened or refused so far, on all nodes.</summary>
    private static async Task<long> HandshakesAsync(ThreeNodes cluster)
    {
        string[] counts = ["wsbroker_connections_active", "wsbroker_connections_ended_total", "wsbroker_handshakes_refused_total"];
        var pages = await Task.WhenAll(Enumerable.Range(0, ThreeNodes.Count).Select(async at =>
        {
            using var http = new HttpClient { BaseAddress = cluster.Node(at).Http, Timeout = ThreeNodes.Patience };
            return await http.GetStringAsync(new Uri("metrics", UriKind.Relative));
        }));
        return pages.SelectMany(static page => page.Split('\n'))
            .Where(line => counts.Any(count => line.StartsWith(count, StringComparison.Ordinal)))
            .Sum(static line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private async Task<Verdict> EndAsync(Load load)
    {
        var verdict = await load.EndAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verdict}"));
        verdict.AssertWhole();
        return verdict;
    }
}

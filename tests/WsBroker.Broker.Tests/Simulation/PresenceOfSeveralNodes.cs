using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Cluster;
using WsBroker.Broker.Tests.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>Who is there, in topics that several nodes share.</summary>
public sealed class PresenceOfSeveralNodes
{
    private const string Topic = "t";

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2.1);

    private static readonly TopicOptions _shared = new()
    {
        Rules = new TopicRules(
            new TopicRule(Sample.Filter("alone/#")) { Durability = Durability.Memory, JoinLeave = true },
            new TopicRule(Sample.Filter("#")) { Durability = Durability.Redis, JoinLeave = true }),
    };

    [Fact]
    public void Whoever_asks_is_told_who_is_there_on_all_nodes()
    {
        using var run = Run(nodes: 3);
        foreach (var node in run.Nodes)
        {
            node.Client().Connect().Subscribe(Topic);
        }

        Assert.All(run.Nodes, node => Assert.Equal([1, 2, 3], Present(run, node)));
    }

    [Fact]
    public void Who_comes_and_goes_on_one_node_is_told_on_the_others_once()
    {
        using var run = Run(nodes: 2);
        var watcher = run.Nodes[0].Client().Connect().Subscribe(Topic, watches: true);
        var guest = run.Nodes[1].Client().Connect();

        guest.Subscribe(Topic);
        run.Advance(_pause);
        guest.Leave();
        run.Advance(_pause);

        Assert.Equal(["+2", "-2"], Words(watcher));
    }

    [Fact]
    public void Who_was_there_before_somebody_watched_is_not_told_to_come_but_is_told_to_go()
    {
        using var run = Run(nodes: 2);
        var guest = run.Nodes[1].Client().Connect().Subscribe(Topic);
        var watcher = run.Nodes[0].Client().Connect().Subscribe(Topic, watches: true);

        guest.Leave();
        run.Advance(_pause);

        Assert.Equal(["-1"], Words(watcher));
    }

    [Fact]
    public void Changes_on_other_nodes_are_told_together_once_a_second_too_and_very_many_as_their_number_on_all_nodes()
    {
        using var run = Run(nodes: 2);
        var watcher = run.Nodes[0].Client().Connect().Subscribe(Topic, watches: true);
        run.Nodes[1].Client().Connect().Subscribe(Topic);
        for (var number = 0; number < 150; number++)
        {
            run.Nodes[1].Client().Connect().Subscribe(Topic);
        }

        run.Advance(_pause);

        Assert.Equal(["+2", "=152"], Words(watcher));
    }

    [Fact]
    public void ND_01_The_clients_of_a_node_that_died_are_gone_within_a_minute_and_that_is_told_once()
    {
        using var run = Run(nodes: 3);
        ResumableClient[] watchers =
            [run.Nodes[0].Client().Connect().Subscribe(Topic, watches: true), run.Nodes[1].Client().Connect().Subscribe(Topic, watches: true)];
        run.Nodes[2].Client().Connect().Subscribe(Topic);
        run.Nodes[2].Client().Connect().Subscribe(Topic);
        run.Advance(_pause);

        run.Nodes[2].Kill();
        run.Advance(TimeSpan.FromMinutes(1));

        Assert.All(watchers, watcher => Assert.Equal(
            ["+3", "+4", "-3", "-4"], Words(watcher).Where(static word => word is not "+2").Order(StringComparer.Ordinal), StringComparer.Ordinal));
        Assert.Equal([1, 2], Present(run, run.Nodes[0]));
        run.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(4, Words(watchers[1]).Length);
    }

    [Fact]
    public void ND_03_The_clients_of_a_node_that_was_thought_dead_are_there_again_when_it_comes_back()
    {
        using var run = Run(nodes: 2);
        var watcher = run.Nodes[0].Client().Connect().Subscribe(Topic, watches: true);
        run.Nodes[1].Client().Connect().Subscribe(Topic);
        run.Advance(_pause);

        run.Nodes[1].Link.IsCut = true;
        run.Advance(ClusterRun.LongEnough);
        run.Nodes[1].Link.IsCut = false;
        run.Advance(ClusterRun.LongEnough);

        Assert.Equal(["+2", "-2", "+2"], Words(watcher));
        Assert.Equal([1, 2], Present(run, run.Nodes[0]));
        Assert.Equal(2, run.World.Members.Count);
    }

    [Fact]
    public void RD_16_Who_goes_while_what_is_shared_is_out_of_reach_is_gone_when_it_is_back()
    {
        using var run = Run(nodes: 2);
        var watcher = run.Nodes[0].Client().Connect().Subscribe(Topic, watches: true);
        var guest = run.Nodes[1].Client().Connect().Subscribe(Topic);

        run.Nodes[1].Link.IsCut = true;
        guest.Leave();
        run.Advance(_pause);
        run.Nodes[1].Link.IsCut = false;
        run.Advance(ClusterRun.LongEnough);

        Assert.Equal(["+2", "-2"], Words(watcher));
        Assert.Equal(1, run.World.Members.Count);
    }

    [Fact]
    public void A_node_that_is_cut_off_says_so_and_does_not_pass_its_own_clients_off_as_all()
    {
        using var run = Run(nodes: 2);
        run.Nodes[0].Client().Connect().Subscribe(Topic);
        run.Nodes[0].Link.IsCut = true;

        Assert.Equal(ErrorCode.NodesUnavailable, Assert.IsType<SessionEvent.Refused>(Ask(run, run.Nodes[0], Topic)).Code);
    }

    [Fact]
    public void What_got_lost_on_the_way_is_found_within_half_a_minute()
    {
        using var run = Run(nodes: 2);
        var watcher = run.Nodes[0].Client().Connect().Subscribe(Topic, watches: true);
        run.Advance(_pause);
        run.Nodes[0].Link.IsDeaf = true;

        run.Nodes[1].Client().Connect().Subscribe(Topic);
        run.Advance(_pause);
        var before = Words(watcher);
        run.Advance(TimeSpan.FromSeconds(31));

        Assert.Empty(before);
        Assert.Equal(["+2"], Words(watcher));
    }

    [Fact]
    public void What_got_lost_on_the_way_is_found_with_the_next_change()
    {
        using var run = Run(nodes: 2);
        var watcher = run.Nodes[0].Client().Connect().Subscribe(Topic, watches: true);
        run.Advance(_pause);
        run.Nodes[0].Link.IsDeaf = true;
        run.Nodes[1].Client().Connect().Subscribe(Topic);
        run.Nodes[0].Link.IsDeaf = false;

        run.Nodes[1].Client().Connect().Subscribe(Topic);
        run.Advance(_pause);

        Assert.Equal(["+2", "+3"], Words(watcher).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void A_client_that_moves_to_another_node_is_not_there_twice()
    {
        using var run = Run(nodes: 2);
        var old = run.Nodes[0].Client().Connect().Subscribe(Topic);

        run.Nodes[1].Client().Connect(old.Ticket);
        run.Advance(_pause);

        Assert.Equal([2], Present(run, run.Nodes[0]));
    }

    [Fact]
    public void After_all_that_is_shared_was_lost_everybody_is_there_again()
    {
        using var run = Run(nodes: 2);
        run.Nodes[0].Client().Connect().Subscribe(Topic);
        run.Nodes[1].Client().Connect().Subscribe(Topic);

        run.World.Clear();
        run.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal([1, 2], Present(run, run.Nodes[0]));
    }

    [Fact]
    public void A_topic_that_a_node_keeps_for_itself_tells_of_that_node_alone()
    {
        using var run = Run(nodes: 2);
        run.Nodes[0].Client().Connect().Subscribe("alone/1");
        run.Nodes[1].Client().Connect().Subscribe("alone/1");

        Assert.Equal([1], Present(run, run.Nodes[0], "alone/1"));
        Assert.Equal(0, run.World.Members.Count);
    }

    [Fact]
    public void Whatever_happens_all_nodes_and_watchers_agree_in_the_end_on_who_is_there()
    {
        for (ulong seed = 1; seed <= 60; seed++)
        {
            Churn(seed);
        }
    }

    private static void Churn(ulong seed)
    {
        var random = new SeededNumbers(seed);
        using var run = Run(nodes: 3, seed);
        var watcher = run.Nodes[0].Client().Connect().Subscribe(Topic, watches: true);
        var there = new List<(ulong Number, ResumableClient Client)>();
        ulong number = 1;
        for (var step = 0; step < 60; step++)
        {
            var node = run.Nodes[(int)(random.Next() % 3)];
            switch (random.Next() % 8)
            {
                case 0 or 1 or 2:
                    there.Add((++number, node.Client().Connect().Subscribe(Topic)));
                    break;
                case 3 or 4 when there.Count > 0:
                    var gone = (int)(random.Next() % (ulong)there.Count);
                    there[gone].Client.Leave();
                    there.RemoveAt(gone);
                    break;
                case 5:
                    node.Link.IsDeaf = !node.Link.IsDeaf;
                    break;
                case 6:
                    node.Link.IsCut = !node.Link.IsCut;
                    break;
                default:
                    run.Advance(TimeSpan.FromSeconds(random.Next() % 40));
                    break;
            }
        }

        foreach (var node in run.Nodes)
        {
            (node.Link.IsDeaf, node.Link.IsCut) = (false, false);
        }

        run.Advance(TimeSpan.FromMinutes(2));
        ulong[] expected = [1, .. there.Select(static one => one.Number).Order()];
        Assert.All(run.Nodes, node => Assert.Equal(expected, Present(run, node)));
        Assert.Equal(expected.Skip(1), Replay(Words(watcher)));
        Assert.Equal(expected.Length, run.World.Members.Count);
    }

    private static ClusterRun Run(int nodes, ulong seed = 1) => new(seed, nodes, _shared);

    private static string[] Words(ResumableClient client) => [.. PlainForm.ReadWords(client.Heard)];

    // What is told twice in a row fails here
    private static ulong[] Replay(string[] words)
    {
        var there = new HashSet<ulong>();
        foreach (var word in words)
        {
            var client = ulong.Parse(word.AsSpan(1), provider: null);
            Assert.True(word[0] is '+' ? there.Add(client) : there.Remove(client), $"{word} in {string.Join(' ', words)}");
        }

        return [.. there.Order()];
    }

    private static IEnumerable<ulong> Present(ClusterRun run, SimulatedNode node, string topic = Topic)
    {
        var answer = Assert.IsType<SessionEvent.PresenceRead>(Ask(run, node, topic));
        Assert.Equal(answer.Count, answer.Clients.Count);
        return answer.Clients.Select(static client => client.Client.Value).Order();
    }

    private static SessionEvent Ask(ClusterRun run, SimulatedNode node, string topic)
    {
        var answer = new ActorProbe<SessionMessage>();
        node.Topics.Tell(new TopicMessage.ReadPresence(Sample.Topic(topic), Participant.Server, answer, Sample.Request(1)));
        run.Settle();
        return (SessionEvent)answer.Told[0];
    }
}

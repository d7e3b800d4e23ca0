using WsBroker.Broker.Access;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Cluster;

public sealed class ClusterActorTests
{
    private static readonly NodeQuestion _all = new NodeQuestion.ListTopics(Sample.Filter("#"));

    [Fact]
    public void Nodes_know_each_other()
    {
        using var run = new ClusterRun(nodes: 3);

        Assert.All(run.Nodes, node => Assert.Equal(3, node.Known.Distinct().Count()));
    }

    [Fact]
    public void A_node_that_begins_is_counted_on_at_once()
    {
        using var run = new ClusterRun(nodes: 2);

        run.Start();

        Assert.All(run.Nodes, node => Assert.Equal(3, node.Known.Distinct().Count()));
        Assert.Equal((3, true), (run.Ask(run.Nodes[0], _all).Asked, run.Ask(run.Nodes[1], _all).IsWhole));
    }

    [Fact]
    public void ND_01_A_node_that_died_is_not_counted_on_a_minute_later()
    {
        using var run = new ClusterRun(nodes: 3);

        run.Nodes[2].Kill();
        run.Advance(ClusterRun.LongEnough);

        Assert.Equal([new NodeId(1), new NodeId(2)], run.Nodes[0].Known);
        Assert.Contains(new NodeId(3), run.World.Gone);
    }

    [Fact]
    public void A_node_that_says_that_it_ends_is_not_counted_on_from_the_next_sign_of_life_on()
    {
        using var run = new ClusterRun(nodes: 2);

        run.Nodes[1].Cluster.Tell(new ClusterMessage.Leave(new ActorProbe<bool>()));
        run.Advance(run.Options.BeatInterval * 2);

        Assert.Equal([new NodeId(1)], run.Nodes[0].Known);
    }

    [Fact]
    public void ND_03_A_node_that_was_thought_dead_goes_on_under_another_id()
    {
        using var run = new ClusterRun(nodes: 2);

        run.Nodes[1].Link.IsCut = true;
        run.Advance(ClusterRun.LongEnough);
        run.Nodes[1].Link.IsCut = false;
        run.Advance(run.Options.BeatInterval * 2);

        Assert.Equal([new NodeId(1), run.Nodes[1].Id], run.Nodes[0].Known);
        Assert.NotEqual(new NodeId(2), run.Nodes[1].Id);
    }

    [Fact]
    public void ND_14_Of_two_nodes_with_one_id_the_second_takes_another()
    {
        using var run = new ClusterRun();

        var first = run.Start(new NodeId(7));
        var second = run.Start(new NodeId(7));
        run.Advance(run.Options.BeatInterval * 2);

        Assert.Equal(new NodeId(7), first.Id);
        Assert.NotEqual(new NodeId(7), second.Id);
        Assert.Equal([new NodeId(7), second.Id], first.Known);
    }

    [Fact]
    public void ND_11_Nodes_whose_clocks_differ_by_minutes_count_on_each_other()
    {
        using var run = new ClusterRun();

        var ahead = run.Start(skew: TimeSpan.FromMinutes(5));
        var behind = run.Start(skew: TimeSpan.FromMinutes(-5));
        run.Advance(ClusterRun.LongEnough);

        Assert.Equal([ahead.Id, behind.Id], ahead.Known);
        Assert.Equal(new NodeId(1), ahead.Id);
        Assert.Empty(run.World.Gone);
    }

    [Fact]
    public void When_nobody_could_give_signs_of_life_nobody_is_thought_dead_for_that()
    {
        using var run = new ClusterRun(nodes: 3);

        SetCut(run, isCut: true);
        run.Advance(ClusterRun.LongEnough);
        SetCut(run, isCut: false);
        run.Advance(run.Options.BeatInterval * 2);

        Assert.Empty(run.World.Gone);
        Assert.All(run.Nodes, static node => Assert.Equal(3, node.Known.Count()));
    }

    [Fact]
    public void When_all_that_is_shared_was_lost_the_nodes_find_each_other_again()
    {
        using var run = new ClusterRun(nodes: 3);

        run.World.Clear();
        run.Advance(run.Options.BeatInterval * 4);

        Assert.All(run.Nodes, static node => Assert.Equal(3, node.Known.Distinct().Count()));
    }

    [Fact]
    public void A_question_is_answered_by_all_nodes()
    {
        using var run = new ClusterRun(nodes: 3);
        foreach (var node in run.Nodes)
        {
            node.Client().Connect().Subscribe($"topic of {node.Id}");
        }

        var answer = run.Ask(run.Nodes[0], _all);

        Assert.Equal((3, 3, true), (answer.Asked, answer.Answered, answer.IsWhole));
        Assert.Equal(3, answer.Parts.OfType<NodeAnswer.Topics>().SelectMany(static part => part.Active).Count());
    }

    [Fact]
    public void A_node_that_does_not_answer_is_told_to_be_missing_after_two_seconds()
    {
        using var run = new ClusterRun(nodes: 3);
        run.Nodes[2].Link.IsDeaf = true;

        var answer = run.Ask(run.Nodes[0], _all);

        Assert.Equal((3, 2, false), (answer.Asked, answer.Answered, answer.IsWhole));
    }

    [Fact]
    public void A_node_that_is_cut_off_does_not_say_that_its_answer_is_whole()
    {
        using var run = new ClusterRun();
        var node = run.Start();
        node.Link.IsCut = true;
        run.Advance(ClusterRun.LongEnough);

        var answer = run.Ask(node, _all);

        Assert.True(answer is { IsCutOff: true, IsWhole: false, Answered: 1 });
    }

    [Fact]
    public void An_order_to_connections_reaches_those_of_all_nodes_and_tells_how_many()
    {
        using var run = new ClusterRun(nodes: 2);
        var order = new ConnectionQuestion.Disconnect("u1", Client: null, Tenant: null);
        var answer = run.Nodes[0].Ask(order);
        run.Settle();

        foreach (var asked in run.Nodes.Select(static node => Assert.Single(node.Connections.TakeAll())))
        {
            Assert.Equal(order, asked.Question);
            asked.ReplyTo.Tell([new ConnectionDescription(Sample.Client, [])]);
        }

        run.Settle();
        Assert.Equal(2, Assert.Single(answer.Told).Parts.OfType<NodeAnswer.Connections>().Sum(static part => part.Count));
    }

    [Fact]
    public void A_node_is_drained_by_the_word_of_another_which_is_told_so_and_no_other_node_is()
    {
        using var run = new ClusterRun(nodes: 3);

        var answer = run.Nodes[0].Ask(new NodeQuestion.Drain(run.Nodes[1].Id));
        run.Settle();

        Assert.Equal([0, 1, 0], run.Nodes.Select(static node => node.Drains));
        Assert.Contains(new NodeAnswer.Done(1), Assert.Single(answer.Told).Parts);
    }

    [Fact]
    public void Nobody_is_drained_in_the_place_of_a_node_that_is_not_there_any_more()
    {
        using var run = new ClusterRun(nodes: 2);

        var answer = run.Ask(run.Nodes[0], new NodeQuestion.Drain(new NodeId(99)));

        Assert.All(run.Nodes, static node => Assert.Equal(0, node.Drains));
        Assert.All(answer.Parts, static part => Assert.Equal(new NodeAnswer.Done(0), part));
        Assert.True(answer.IsWhole);
    }

    [Fact]
    public void A_topic_is_forgotten_on_all_nodes()
    {
        using var run = new ClusterRun(nodes: 2);
        foreach (var node in run.Nodes)
        {
            node.Client().Connect().Publish("t", "1");
        }

        var answer = run.Ask(run.Nodes[0], new NodeQuestion.ForgetTopic(Sample.Topic("t")));

        Assert.Equal(2, answer.Parts.OfType<NodeAnswer.Done>().Sum(static done => done.Count));
        Assert.DoesNotContain(run.Ask(run.Nodes[0], _all).Parts.OfType<NodeAnswer.Topics>(), static part => part.Active.Count > 0);
    }

    [Fact]
    public void What_nodes_share_and_cannot_reach_is_not_said_to_be_forgotten()
    {
        var rules = new TopicRules { Otherwise = new TopicSettings { Durability = Durability.Redis } };
        using var run = new ClusterRun(nodes: 2, topic: new TopicOptions { Rules = rules });
        run.Nodes[0].Client().Connect().Publish("t", "1");
        run.Settle();
        run.Log.IsAway = true;

        var answer = run.Ask(run.Nodes[0], new NodeQuestion.ForgetTopic(Sample.Topic("t")));
        run.Log.IsAway = false;
        var again = run.Ask(run.Nodes[0], new NodeQuestion.ForgetTopic(Sample.Topic("t")));

        Assert.Single(answer.Parts.OfType<NodeAnswer.Unavailable>());
        Assert.Equal(1, again.Parts.OfType<NodeAnswer.Done>().Sum(static done => done.Count));
    }

    [Fact]
    public void AU_10_A_revocation_ends_the_sessions_of_all_nodes_and_is_known_to_those_that_start_later()
    {
        using var run = new ClusterRun(nodes: 3);
        var sessions = run.Nodes.Select(static node => Enter(node, "u1")).ToList();

        var answer = Revoke(run, run.Nodes[0], "u1");
        var late = run.Start();
        run.Settle();

        Assert.Equal(3, answer!.Parts.OfType<NodeAnswer.Done>().Sum(static done => done.Count));
        Assert.All(sessions, static session => Assert.Equal(SessionEvent.TokenRevoked.Instance, Assert.Single(session.Told)));
        Assert.True(late.Revocations.Cover(Identity("u1")));
        Assert.False(late.Revocations.Cover(Identity("u2")));
    }

    [Fact]
    public void A_node_that_missed_a_revocation_learns_of_it_with_its_next_sign_of_life_and_others_not_twice()
    {
        using var run = new ClusterRun(nodes: 2);
        var session = Enter(run.Nodes[1], "u1");
        run.Nodes[1].Link.IsDeaf = true;

        var answer = Revoke(run, run.Nodes[0], "u1");
        run.Advance(run.Options.BeatInterval * 2);

        Assert.Equal((2, 1), (answer!.Asked, answer.Answered));
        Assert.Equal(SessionEvent.TokenRevoked.Instance, Assert.Single(session.Told));
        Assert.Equal(1, run.Nodes[0].Revocations.Count);
    }

    [Fact]
    public void A_revocation_that_cannot_be_stored_is_in_force_here_and_its_answer_says_that_it_is_not_everywhere()
    {
        using var run = new ClusterRun(nodes: 2);
        run.Nodes[0].Link.IsCut = true;

        Assert.Null(Revoke(run, run.Nodes[0], "u1"));
        Assert.True(run.Nodes[0].Revocations.Cover(Identity("u1")));
    }

    private static Identity Identity(string user)
    {
        Assert.True(UserId.TryParse(user, tenant: "", out var id));
        return new Identity(id, DateTimeOffset.MaxValue);
    }

    private static ActorProbe<SessionMessage> Enter(SimulatedNode node, string user)
    {
        var session = new ActorProbe<SessionMessage>();
        node.Users.Enter(Identity(user), session);
        return session;
    }

    private static ClusterAnswer? Revoke(ClusterRun run, SimulatedNode node, string user)
    {
        var answer = new ActorProbe<ClusterAnswer?>();
        node.Cluster.Tell(new ClusterMessage.Revoke(new Revocation.OfUser(Identity(user).User, run.Dispatcher.Time.GetUtcNow()), answer));
        run.Advance(run.Options.Patience);
        return Assert.Single(answer.Told);
    }

    private static void SetCut(ClusterRun run, bool isCut)
    {
        foreach (var node in run.Nodes)
        {
            node.Link.IsCut = isCut;
        }
    }
}

using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Cluster;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>Clients that come back at another node.</summary>
public sealed class SessionsOfSeveralNodes
{
    [Fact]
    public void DN_02_A_client_that_comes_back_at_another_node_has_all_its_subscriptions_again()
    {
        using var run = new ClusterRun(nodes: 2);
        var lost = run.Nodes[0].Client("u1").Connect().Subscribe("a").Subscribe("b/+");
        lost.Leave();

        var back = run.Nodes[1].Client("u1").Connect(lost.Ticket);

        Assert.True(back.Welcome.Resumed);
        Assert.Equal(["a", "b/+"], back.Welcome.Subscriptions.Select(static one => one.Filter.Text), StringComparer.Ordinal);
        Assert.Equal(2, back.Standing.Count());
        Assert.Empty(run.World.Sessions);
    }

    [Fact]
    public void An_id_counts_once_over_all_nodes_and_for_its_user_alone()
    {
        using var run = new ClusterRun(nodes: 2);
        var lost = run.Nodes[0].Client("u1").Connect().Subscribe("a");
        lost.Leave();

        Assert.False(run.Nodes[1].Client("u2").Connect(lost.Ticket).Welcome.Resumed);
        Assert.True(run.Nodes[1].Client("u1").Connect(lost.Ticket).Welcome.Resumed);
        Assert.False(run.Nodes[0].Client("u1").Connect(lost.Ticket).Welcome.Resumed);
    }

    [Fact]
    public void A_connection_that_another_node_does_not_know_to_be_lost_hands_its_session_over()
    {
        using var run = new ClusterRun(nodes: 2);
        var old = run.Nodes[0].Client("u1").Connect().Subscribe("a");

        var back = run.Nodes[1].Client("u1").Connect(old.Ticket);

        Assert.True(old.IsTakenOver);
        Assert.True(back.Welcome.Resumed);
        Assert.Equal("a", Assert.Single(back.Standing).Filter.Text);
    }

    [Fact]
    public void However_turns_fall_a_client_that_leaves_and_comes_back_at_once_has_its_session_again()
    {
        for (ulong seed = 1; seed <= 100; seed++)
        {
            using var run = new ClusterRun(seed, nodes: 2);
            var lost = run.Nodes[0].Client().Connect().Subscribe("a");
            lost.LeaveLater();
            var back = run.Nodes[1].Client();
            back.ConnectLater(lost.Ticket);
            run.Settle();

            Assert.True(back.Welcome.Resumed, $"seed {seed}");
            Assert.Empty(run.World.Sessions);
        }
    }

    [Fact]
    public void What_nodes_cannot_keep_together_is_kept_by_the_node_itself_and_found_by_the_others()
    {
        using var run = new ClusterRun(nodes: 2);
        var lost = run.Nodes[0].Client().Connect().Subscribe("a");
        run.Nodes[0].Link.IsCut = true;
        lost.Leave();
        Assert.Empty(run.World.Sessions);
        run.Nodes[0].Link.IsCut = false;

        Assert.True(run.Nodes[1].Client().Connect(lost.Ticket).Welcome.Resumed);
    }

    [Fact]
    public void A_session_that_is_nowhere_is_not_waited_for_longer_than_a_second()
    {
        using var run = new ClusterRun(nodes: 2);
        run.Nodes[1].Link.IsDeaf = true;
        var client = run.Nodes[0].Client();

        client.ConnectLater(new SessionId(1, 2));
        run.Advance(TimeSpan.FromSeconds(1));

        Assert.False(client.Welcome.Resumed);
    }

    [Fact]
    public void A_client_that_is_gone_before_its_session_was_found_finds_it_again()
    {
        using var run = new ClusterRun(nodes: 2);
        var lost = run.Nodes[0].Client().Connect().Subscribe("a");
        lost.Leave();
        var hasty = run.Nodes[1].Client();
        hasty.ConnectLater(lost.Ticket);
        hasty.LeaveLater();
        run.Settle();

        Assert.True(run.Nodes[1].Client().Connect(lost.Ticket).Welcome.Resumed);
    }
}

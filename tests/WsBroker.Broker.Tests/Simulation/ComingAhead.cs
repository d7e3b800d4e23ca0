using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Topics;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>Clients that come to a node which has heard less of a topic than the one that they come from.</summary>
public sealed class ComingAhead : IDisposable
{
    private static readonly StartAt _ahead = new StartAt.After(new TopicPosition("e1", 3));

    private readonly SharedRun _run = new();
    private readonly ActorProbe<SessionMessage> _slow;

    public ComingAhead()
    {
        _slow = _run.Subscribe(1);
        _run.Publish(0, "a");
        _run.Logs[1].Fault = HearingFault.Deaf;
        _run.Publish(0, "b");
        _run.Publish(0, "c");
        Assert.Equal(["t 1 a"], PlainForm.Read(_slow.Told));
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_client_that_has_heard_more_than_the_node_it_comes_to_goes_on_where_it_was()
    {
        var session = _run.Subscribe(1, _ahead);
        _run.Publish(0, "d");
        _run.Log.CheckAll();
        _run.Dispatcher.RunUntilIdle();

        Assert.True(session.Of<SessionEvent.Subscribed>().Single().Recovered);
        Assert.Equal(["t 4 d"], PlainForm.Read(session.Told));
        Assert.Equal(["t 1 a", "t 2 b", "t 3 c", "t 4 d"], PlainForm.Read(_slow.Told));
    }

    [Fact]
    public void What_it_does_next_waits_for_that()
    {
        var session = new ActorProbe<SessionMessage>();
        _run.SubscribeLater(1, session, _ahead);
        _run.PublishLater(1, "d", from: session);
        _run.Unsubscribe(1, session);

        Assert.True(session.Of<SessionEvent.Subscribed>().Single().Recovered);
        Assert.Equal(4, session.Of<SessionEvent.Published>().Single().Offset);
        _run.Publish(1, "e");
        Assert.DoesNotContain("t 5 e", PlainForm.Read(session.Told), StringComparer.Ordinal);
    }

    [Fact]
    public void Where_the_log_has_no_more_or_is_away_it_is_told_that_it_has_not_recovered()
    {
        _run.Topic.LoseTail(2);
        var lost = _run.Subscribe(1, _ahead);
        _run.Log.IsAway = true;
        var early = _run.Subscribe(1, _ahead);

        Assert.False(lost.Of<SessionEvent.Subscribed>().Single().Recovered);
        Assert.False(early.Of<SessionEvent.Subscribed>().Single().Recovered);
        Assert.Equal(2, lost.Of<SessionEvent.CreditReturned>().Concat(early.Of<SessionEvent.CreditReturned>()).Count());
    }

    [Fact]
    public void A_look_that_was_under_way_already_is_not_taken_for_an_answer()
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            using var run = new SharedRun(seed: seed);
            run.Subscribe(1);
            run.Logs[1].Fault = HearingFault.Deaf;
            run.Publish(0, "a");
            run.Logs[1].CheckAll();
            run.Dispatcher.RunUntilIdle(maxTurns: (int)(seed % 6));
            run.PublishLater(0, "b");
            run.Dispatcher.RunUntilIdle(maxTurns: 4);
            var session = new ActorProbe<SessionMessage>();
            var top = run.Topic.Top;
            run.SubscribeLater(1, session, new StartAt.After(top));
            run.Dispatcher.RunUntilIdle();

            Assert.True(session.Of<SessionEvent.Subscribed>().Single().Recovered, $"seed {seed}, {top}");
        }
    }
}

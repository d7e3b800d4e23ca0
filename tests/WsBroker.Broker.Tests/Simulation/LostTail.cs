using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Topics;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>A log that has lost its newest, as a replica that lagged behind has when it is promoted, and is appended to by a node that knows no more.</summary>
public sealed class LostTail : IDisposable
{
    private static readonly TopicPosition _lost = new("e1", 2);

    private readonly SharedRun _run = new();
    private readonly ActorProbe<SessionMessage> _knows;
    private readonly ActorProbe<SessionMessage> _other;

    public LostTail()
    {
        (_knows, _other) = (_run.Subscribe(0), _run.Subscribe(1));
        _run.Publish(0, "a");
        _run.Logs[1].Fault = HearingFault.Deaf;
        _run.Publish(0, "lost");
        _run.Topic.LoseTail(1);
        _run.Logs[1].Fault = HearingFault.None;
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void RD_11_Who_hears_another_publication_with_the_offset_of_a_lost_one_has_all_told_of_a_new_epoch()
    {
        _run.Publish(1, "b");

        Assert.Equal(["t 1 a", "t 2 lost"], PlainForm.Read(_knows.Told));
        Assert.Equal(["t 1 a", "t 2 b"], PlainForm.Read(_other.Told));
        AllAreTold();
    }

    [Fact]
    public void RD_11_Who_hears_only_what_follows_on_it_takes_none_of_that_for_what_follows_on_the_lost_one()
    {
        _run.Logs[0].Fault = HearingFault.Lost;
        _run.Publish(1, "b");
        Assert.Equal("e1", _run.Topic.Epoch);

        _run.Publish(1, "c");

        Assert.Equal(["t 1 a", "t 2 lost"], PlainForm.Read(_knows.Told));
        AllAreTold();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void RD_11_Who_has_heard_nothing_finds_it_with_the_next_look_however_far_the_log_has_come(int appended)
    {
        HearsNothingOf(appended);

        _run.Log.CheckAll();
        _run.Dispatcher.RunUntilIdle();

        Assert.Equal(["t 1 a", "t 2 lost"], PlainForm.Read(_knows.Told));
        AllAreTold();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void RD_11_Who_has_heard_nothing_and_publishes_is_given_a_place_in_a_new_epoch(int appended)
    {
        HearsNothingOf(appended);

        _run.Publish(0, "own", request: 9);

        Assert.Equal(("e2", 1L), (_run.Publisher.Of<SessionEvent.Published>()[^1].Epoch, _run.Publisher.Of<SessionEvent.Published>()[^1].Offset));
        AllAreTold();
    }

    [Fact]
    public void RD_11_A_node_that_has_only_published_what_is_lost_finds_it_when_somebody_subscribes()
    {
        using var run = new SharedRun();
        run.Publish(0, "a");
        run.Publish(0, "lost");
        run.Topic.LoseTail(1);

        var session = run.Subscribe(0, new StartAt.After(_lost));

        Assert.Equal("e2", run.Topic.Epoch);
        Assert.False(session.Of<SessionEvent.Subscribed>().Single().Recovered);
    }

    [Fact]
    public void RD_11_Nobody_is_left_with_anything_else_than_the_log_has_whatever_is_lost_of_it_and_on_the_way()
    {
        for (var seed = 1UL; seed <= 300; seed++)
        {
            using var run = new SharedRun(nodes: 3, seed);
            ActorProbe<SessionMessage>[] sessions = [run.Subscribe(0), run.Subscribe(1), run.Subscribe(2)];
            var chance = new SeededNumbers(seed);
            for (var number = 1; number <= 30; number++)
            {
                run.PublishLater(chance.Below(3), $"p{number}", number);
                run.Logs[chance.Below(3)].Fault = (HearingFault)(chance.Below(4) == 0 ? chance.Below(4) : 0);
                run.Dispatcher.RunUntilIdle(maxTurns: chance.Below(8));
                if (number == 20)
                {
                    run.Topic.LoseTail(Math.Min(run.Topic.All.Count, 1 + chance.Below(3)));
                }
            }

            run.Dispatcher.Advance(TimeSpan.FromSeconds(4));
            run.Log.CheckAll();
            run.Dispatcher.RunUntilIdle();

            string[] has = [.. run.Topic.All.Select(static one => $"t {one.Offset} {System.Text.Encoding.UTF8.GetString(one.Content.Payload.Span)}")];
            Assert.All(
                sessions.Where(static session => session.Of<SessionEvent.SubscriptionEnded>().Count == 0),
                session => Assert.Equal(has, PlainForm.Read(session.Told), StringComparer.Ordinal));
            Assert.Equal(30, run.Publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
        }
    }

    private void HearsNothingOf(int appended)
    {
        _run.Logs[0].Fault = HearingFault.Deaf;
        for (var number = 0; number < appended; number++)
        {
            _run.Publish(1, $"b{number}");
        }

        _run.Logs[0].Fault = HearingFault.None;
        Assert.Equal("e1", _run.Topic.Epoch);
    }

    private void AllAreTold()
    {
        Assert.Equal("e2", _run.Topic.Epoch);
        Assert.All((ActorProbe<SessionMessage>[])[_knows, _other], static session =>
            Assert.Equal(ErrorCode.TopicRestarted, session.Of<SessionEvent.SubscriptionEnded>().Single().Code));
        Assert.All((int[])[0, 1], node =>
            Assert.False(_run.Subscribe(node, new StartAt.After(_lost)).Of<SessionEvent.Subscribed>().Single().Recovered));
    }
}

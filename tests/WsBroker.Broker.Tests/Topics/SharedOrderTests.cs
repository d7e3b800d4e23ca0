using WsBroker.Broker.Engines;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Simulation;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

/// <summary>A topic that several nodes share: one order for all, whatever is lost on the way.</summary>
public sealed class SharedOrderTests : IDisposable
{
    private static readonly TimeSpan _lingering = TimeSpan.FromSeconds(40);

    private readonly SharedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void What_one_node_publishes_is_heard_on_all_and_acknowledged_with_its_place()
    {
        var (here, there) = (_run.Subscribe(0), _run.Subscribe(1));

        _run.Publish(0, "a", request: 1);
        _run.Publish(1, "b", request: 2);

        Assert.Equal(["t 1 a", "t 2 b"], PlainForm.Read(here.Told));
        Assert.Equal(["t 1 a", "t 2 b"], PlainForm.Read(there.Told));
        Assert.Equal([("e1", 1L), ("e1", 2L)], _run.Publisher.Of<SessionEvent.Published>().Select(static ack => (ack.Epoch, ack.Offset)));
        Assert.Equal(2, _run.Publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
    }

    [Fact]
    public void A_topic_that_only_publishes_is_not_opened_and_gives_credit_back()
    {
        _run.Publish(0, "a", request: 1);
        _run.Publish(0, "b", request: 2);

        Assert.Equal(0, _run.Logs[0].OpenCount);
        Assert.Equal([1, 2], _run.Publisher.Of<SessionEvent.Published>().Select(static ack => ack.Offset));
        Assert.Equal(2, _run.Publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
    }

    [Fact]
    public void Who_does_not_want_its_own_does_not_get_it_back_from_the_log()
    {
        var session = _run.Subscribe(0, echo: false);

        _run.Publish(0, "mine", from: session);
        _run.Publish(0, "other");

        Assert.Equal(["t 2 other"], PlainForm.Read(session.Told));
    }

    [Fact]
    public void What_was_read_from_the_log_before_its_answer_came_gives_its_credit_back_all_the_same()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            using var run = new SharedRun(seed: seed);
            run.Logs[0].AnswersAppendsLate = true;
            run.Subscribe(0);
            for (var number = 1; number <= 5; number++)
            {
                run.PublishLater(0, $"{number}", number);
                run.Dispatcher.RunOne();
                run.Logs[0].CheckAll();
            }

            run.Dispatcher.RunUntilIdle();
            Assert.Equal(5, run.Publisher.Of<SessionEvent.Published>().Count);
            Assert.Equal(5, run.Publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
        }
    }

    [Fact]
    public void A_client_that_comes_back_on_another_node_recovers_there()
    {
        _run.Publish(0, "a");
        _run.Publish(0, "b");
        _run.Publish(0, "c");

        var session = _run.Subscribe(1, new StartAt.After(new TopicPosition("e1", 1)));

        Assert.True(session.Of<SessionEvent.Subscribed>().Single().Recovered);
        Assert.Equal(["t 2 b", "t 3 c"], PlainForm.Read(session.Told));
        Assert.Equal([1, 2, 3], _run.History(1));
    }

    [Fact]
    public void DR_09_What_is_lost_on_the_way_is_read_from_the_log_as_soon_as_the_next_one_comes()
    {
        var session = _run.Subscribe(1);
        _run.Logs[1].Fault = HearingFault.Lost;
        _run.Publish(0, "a");
        Assert.Empty(PlainForm.Read(session.Told));

        _run.Publish(0, "b");

        Assert.Equal(["t 1 a", "t 2 b"], PlainForm.Read(session.Told));
    }

    [Fact]
    public void DR_09_What_is_lost_with_nothing_behind_it_is_found_by_a_look_at_the_log()
    {
        var session = _run.Subscribe(1);
        _run.Logs[1].Fault = HearingFault.Deaf;
        _run.Publish(0, "a");
        _run.Publish(0, "b");

        _run.Log.CheckAll();
        _run.Dispatcher.RunUntilIdle();

        Assert.Equal(["t 1 a", "t 2 b"], PlainForm.Read(session.Told));
    }

    [Fact]
    public void What_was_left_out_since_too_much_was_on_the_way_is_read_as_soon_as_there_is_room()
    {
        var session = _run.Subscribe(1);
        _run.Logs[1].Inflow = new Inflow(1);
        _run.PublishLater(0, "a");
        _run.Dispatcher.RunUntilIdle(maxTurns: 3);
        _run.PublishLater(0, "b");
        _run.Publish(0, "c");

        Assert.Equal(["t 1 a", "t 2 b", "t 3 c"], PlainForm.Read(session.Told));
    }

    [Fact]
    public void A_deaf_node_still_has_the_order_of_what_it_publishes_itself()
    {
        var session = _run.Subscribe(1);
        _run.Logs[1].Fault = HearingFault.Deaf;
        _run.Publish(0, "a");
        _run.Publish(1, "b");

        _run.Dispatcher.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(["t 1 a", "t 2 b"], PlainForm.Read(session.Told));
        Assert.Equal(2, _run.Publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DR_10_What_comes_twice_or_too_late_is_handed_on_once_and_in_order(bool isTwice)
    {
        var session = _run.Subscribe(1);
        _run.Logs[1].Fault = isTwice ? HearingFault.Twice : HearingFault.Late;

        _run.Publish(0, "a");
        _run.Publish(0, "b");
        _run.Publish(0, "c");

        Assert.Equal(["t 1 a", "t 2 b", "t 3 c"], PlainForm.Read(session.Told));
    }

    [Fact]
    public void What_is_not_kept_any_more_ends_the_subscription_and_is_told_to_filters_as_a_gap()
    {
        var (named, filtered) = (_run.Subscribe(1), _run.SubscribeFilter(1));
        _run.Publish(0, "a");
        _run.Logs[1].Fault = HearingFault.Deaf;
        _run.Publish(0, "b");
        _run.Publish(0, "c");
        _run.Logs[1].Fault = HearingFault.None;
        _run.Topic.FirstKept = 4;

        _run.Publish(0, "d");

        Assert.Equal(["t 1 a"], PlainForm.Read(named.Told));
        Assert.Equal(ErrorCode.TopicRestarted, named.Of<SessionEvent.SubscriptionEnded>().Single().Code);
        Assert.Equal(["t 1 a", "t 4 d"], PlainForm.Read(filtered.Told));
        var gap = filtered.Of<SessionEvent.TopicEnded>().Single();
        Assert.Equal((2, 3), (gap.From, gap.To));
    }

    [Fact]
    public void DR_07_A_new_epoch_ends_subscriptions_and_nothing_of_it_is_lost_to_filters()
    {
        var (named, filtered) = (_run.Subscribe(1), _run.SubscribeFilter(1));
        _run.Publish(0, "a");
        _run.Topic.BeginEpoch();

        _run.Publish(0, "b", request: 2);

        Assert.Equal(ErrorCode.TopicRestarted, named.Of<SessionEvent.SubscriptionEnded>().Single().Code);
        Assert.Equal(["t 1 a", "t 1 b"], PlainForm.Read(filtered.Told));
        Assert.Equal("e2", _run.Publisher.Of<SessionEvent.Published>()[^1].Epoch);
        var again = _run.Subscribe(1, new StartAt.After(new TopicPosition("e1", 1)));
        Assert.False(again.Of<SessionEvent.Subscribed>().Single().Recovered);
    }

    [Fact]
    public void DR_07_History_that_is_forgotten_is_forgotten_on_all_nodes()
    {
        var session = _run.Subscribe(1);
        _run.Publish(0, "a");

        _run.Forget();

        Assert.Single(session.Of<SessionEvent.SubscriptionEnded>());
        Assert.Empty(_run.History(1));
    }

    [Fact]
    public void RD_11_A_log_that_has_lost_its_newest_begins_a_new_epoch_when_a_node_knows_better()
    {
        var session = _run.Subscribe(1);
        _run.Publish(0, "a");
        _run.Publish(0, "b");
        _run.Topic.LoseTail(1);

        _run.Log.CheckAll();
        _run.Dispatcher.RunUntilIdle();

        Assert.Single(session.Of<SessionEvent.SubscriptionEnded>());
        Assert.Equal("e2", _run.Topic.Epoch);
    }

    [Fact]
    public void A_filter_is_brought_what_wakes_a_topic_that_was_not_active_and_all_behind_it_once()
    {
        var session = _run.SubscribeFilter(1);

        _run.PublishLater(0, "a");
        _run.PublishLater(0, "b");
        _run.Publish(0, "c");

        Assert.Equal(["t 1 a", "t 2 b", "t 3 c"], PlainForm.Read(session.Told));
    }

    [Fact]
    public void A_topic_that_other_filters_match_is_not_begun()
    {
        var session = _run.SubscribeFilter(1, "other/+");

        _run.Publish(0, "a");

        Assert.Empty(session.Of<SessionEvent.Delivered>());
        Assert.Equal(0, _run.Logs[1].OpenCount);
    }

    [Fact]
    public void AD_04_A_repeated_key_gets_the_place_of_the_first_on_any_node()
    {
        var session = _run.Subscribe(1);
        _run.Publish(0, "a", request: 1, key: "k");
        _run.Publish(1, "a", request: 2, key: "k");

        Assert.Equal([(1L, false), (1L, true)], _run.Publisher.Of<SessionEvent.Published>().Select(static ack => (ack.Offset, ack.IsDuplicate)));
        Assert.Equal(["t 1 a"], PlainForm.Read(session.Told));
        Assert.Equal(2, _run.Publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
    }

    [Fact]
    public void What_cannot_be_appended_is_refused_with_all_that_waits_behind_it()
    {
        _run.Log.IsAway = true;
        _run.PublishLater(0, "a", request: 1);
        _run.Dispatcher.RunUntilIdle(maxTurns: 2);
        _run.Publish(0, "b", request: 2);

        Assert.Equal([ErrorCode.EngineUnavailable, ErrorCode.EngineUnavailable], _run.Publisher.Of<SessionEvent.Refused>().Select(static no => no.Code));
        Assert.Equal(2, _run.Publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
    }

    [Fact]
    public void RD_15_A_subscription_while_the_log_is_away_is_refused_and_stands_when_it_is_tried_again()
    {
        _run.Log.IsAway = true;
        var refused = _run.Subscribe(0);
        _run.Log.IsAway = false;

        Assert.Equal(ErrorCode.EngineUnavailable, refused.Of<SessionEvent.Refused>().Single().Code);
        Assert.Single(refused.Of<SessionEvent.CreditReturned>());
        var session = _run.Subscribe(0);
        _run.Publish(1, "a");
        Assert.Equal(["t 1 a"], PlainForm.Read(session.Told));
        Assert.Empty(refused.Of<SessionEvent.Delivered>());
    }

    [Fact]
    public void A_publication_whose_answer_was_lost_is_refused_and_heard_all_the_same()
    {
        var session = _run.Subscribe(0);
        _run.Log.LosesAnswers = true;
        _run.Publish(0, "a", key: "k");
        _run.Log.LosesAnswers = false;
        _run.Publish(0, "a", request: 2, key: "k");

        Assert.Equal(ErrorCode.EngineUnavailable, _run.Publisher.Of<SessionEvent.Refused>().Single().Code);
        Assert.Equal((1L, true), (_run.Publisher.Of<SessionEvent.Published>().Single().Offset, _run.Publisher.Of<SessionEvent.Published>().Single().IsDuplicate));
        Assert.Equal(["t 1 a"], PlainForm.Read(session.Told));
    }

    [Fact]
    public void RD_04_Who_listens_is_told_when_the_log_has_been_away_for_too_long()
    {
        var (named, filtered) = (_run.Subscribe(0), _run.SubscribeFilter(0));

        _run.Logs[0].CutOff();
        _run.Dispatcher.RunUntilIdle();

        Assert.Equal(ErrorCode.EngineUnavailable, named.Of<SessionEvent.SubscriptionEnded>().Single().Code);
        Assert.Equal(ErrorCode.EngineUnavailable, filtered.Of<SessionEvent.SubscriptionEnded>().Single().Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(120)]
    public void RD_16_A_topic_that_nobody_here_listens_to_is_closed_after_a_while(int secondsOfSession)
    {
        var session = _run.Subscribe(0);
        Assert.Equal(1, _run.Logs[0].OpenCount);

        _run.Unsubscribe(0, session, TimeSpan.FromSeconds(secondsOfSession));
        _run.Dispatcher.Advance(_lingering);

        Assert.Equal(0, _run.Logs[0].OpenCount);
    }

    [Fact]
    public void What_has_to_wait_for_the_answer_to_what_it_stands_behind_is_in_order_for_any_pace()
    {
        for (var seed = 1UL; seed <= 200; seed++)
        {
            using var run = new SharedRun(nodes: 3, seed);
            ActorProbe<SessionMessage>[] sessions = [run.Subscribe(0), run.Subscribe(1), run.Subscribe(2)];
            for (var number = 1; number <= 30; number++)
            {
                run.PublishLater(number % 3, $"p{number}", number);
                run.Logs[number % 2].Fault = (HearingFault)(number % 7 == 0 ? number % 4 : 0);
                run.Dispatcher.RunUntilIdle(maxTurns: number % 5);
            }

            run.Dispatcher.Advance(TimeSpan.FromSeconds(4));
            run.Log.CheckAll();
            run.Dispatcher.RunUntilIdle();

            var order = run.Topic.All.Select(static one => one.Offset).ToList();
            Assert.Equal(30, order.Count);
            Assert.All(sessions, session => Assert.Equal(order, PlainForm.Read(session.Told).Select(static line => long.Parse(line.Split(' ')[1], provider: null))));
            Assert.Equal(30, run.Publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
            Assert.Equal(30, run.Publisher.Of<SessionEvent.Published>().Count);
        }
    }
}

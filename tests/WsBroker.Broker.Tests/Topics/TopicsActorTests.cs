using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

public sealed class TopicsActorTests
{
    private readonly ActorProbe<SessionMessage> _publisher = new();
    private readonly PlainForm _form = new();

    [Fact]
    public void A_topic_that_nobody_needs_is_let_go()
    {
        using var broker = new TopicsRun(1, Sample.Options(new TopicSettings { HistoryAge = TimeSpan.FromMinutes(1) }));
        var subscriber = Subscribe(broker, "t");
        Publish(broker, "t", "a");
        broker.Unsubscribe("t", subscriber);

        var before = broker.List();
        broker.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("t", Assert.Single(before).Topic.Text);
        Assert.Empty(broker.List());
    }

    [Fact]
    public void A_topic_begins_anew_with_another_epoch_after_it_was_let_go()
    {
        using var broker = new TopicsRun(1, Sample.Options(new TopicSettings { MaxHistoryCount = 0 }));

        Publish(broker, "t", "a");
        Publish(broker, "t", "b");

        var acks = _publisher.Of<SessionEvent.Published>();
        Assert.Equal([1, 1], acks.Select(static ack => (int)ack.Offset));
        Assert.Equal(2, acks.Select(static ack => ack.Epoch).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_filter_takes_in_topics_that_are_there_and_that_come()
    {
        using var broker = new TopicsRun(1);
        Publish(broker, "a/1", "before");
        var subscriber = new ActorProbe<SessionMessage>();
        var order = new Subscriber(Sample.Filter("a/+"), subscriber, Sample.Client, _form, Echo: true);

        broker.Tell(new TopicsMessage.SubscribeFilter(order));
        Publish(broker, "a/1", "there");
        Publish(broker, "a/2", "comes");
        Publish(broker, "b/1", "other");
        broker.Tell(new TopicsMessage.UnsubscribeFilter(order));
        Publish(broker, "a/1", "after");

        Assert.Equal(["a/1 2 there", "a/2 1 comes"], PlainForm.Read(subscriber.Told));
    }

    [Fact]
    public void A_session_that_is_there_by_a_filter_is_never_set_back_by_asking_for_history()
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            using var broker = new TopicsRun(seed);
            var session = new ActorProbe<SessionMessage>();
            var subscriber = new Subscriber(Sample.Filter("#"), session, Sample.Client, _form, Echo: true);
            var name = Sample.Topic("t");
            broker.Tell(new TopicsMessage.SubscribeFilter(subscriber));
            Publish(broker, "t", "a");

            broker.TellLater(Publication("t", "b", 1));
            broker.TellLater(Publication("t", "c", 1));
            broker.TellLater(
                new TopicMessage.Subscribe(name, subscriber with { Filter = TopicFilter.Of(name) }, new StartAt.Last(1), default));
            Publish(broker, "t", "d");

            var told = PlainForm.Read(session.Told);
            Assert.Equal(told.Order(StringComparer.Ordinal), told, StringComparer.Ordinal);
            Assert.Equal(["t 1 a", "t 2 b", "t 3 c", "t 4 d"], told.Distinct(StringComparer.Ordinal).ToArray());
        }
    }

    [Fact]
    public void Publications_beyond_what_may_wait_are_refused_and_their_credit_comes_back()
    {
        using var broker = new TopicsRun(1, new TopicOptions { MaxWaitingMessages = 3 });
        for (var number = 0; number < 50; number++)
        {
            broker.TellLater(Publication("t", "abc", number));
        }

        broker.Advance(TimeSpan.Zero);

        var refused = _publisher.Of<SessionEvent.Refused>();
        Assert.NotEmpty(refused);
        Assert.All(refused, static refusal => Assert.Equal(ErrorCode.Busy, refusal.Code));
        Assert.Equal(50, refused.Count + _publisher.Of<SessionEvent.Published>().Count);
        Assert.Equal(50, _publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
        Assert.Equal(150, _publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Bytes));
    }

    [Fact]
    public void A_topic_that_once_had_too_much_to_do_is_let_go_like_any_other()
    {
        using var broker = new TopicsRun(1, Sample.Options(new TopicSettings { HistoryAge = TimeSpan.FromMinutes(1) }) with { MaxWaitingMessages = 3 });
        for (var number = 0; number < 50; number++)
        {
            broker.TellLater(Publication("t", "abc", number));
        }

        broker.Advance(TimeSpan.FromMinutes(2));

        Assert.NotEmpty(_publisher.Of<SessionEvent.Refused>());
        Assert.Empty(broker.List());
    }

    [Fact]
    public void Who_goes_is_gone_and_who_comes_by_a_filter_is_there_even_when_the_topic_has_too_much_to_do()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            using var broker = new TopicsRun(seed, new TopicOptions { MaxWaitingMessages = 3 });
            var leaving = Subscribe(broker, "t");
            var coming = new ActorProbe<SessionMessage>();
            for (var number = 0; number < 50; number++)
            {
                broker.TellLater(Publication("t", "abc", number));
            }

            var name = Sample.Topic("t");
            broker.TellLater(new TopicMessage.Unsubscribe(name, TopicFilter.Of(name), leaving, default));
            broker.TellLater(new TopicsMessage.SubscribeFilter(new Subscriber(Sample.Filter("#"), coming, Sample.Client, _form, Echo: true)));
            broker.Advance(TimeSpan.Zero);
            leaving.TakeAll();
            coming.TakeAll();
            Publish(broker, "t", "last");

            Assert.NotEmpty(_publisher.Of<SessionEvent.Refused>());
            Assert.Empty(leaving.Told);
            Assert.Single(PlainForm.Read(coming.Told));
        }
    }

    [Fact]
    public void A_topic_that_fails_tells_its_subscribers_and_begins_anew()
    {
        using var broker = new TopicsRun(1);
        var subscriber = Subscribe(broker, "t", new PlainForm { Poison = "poison" });
        Publish(broker, "t", "a");
        Publish(broker, "t", "poison");
        Publish(broker, "t", "b");

        var ended = Assert.Single(subscriber.Of<SessionEvent.SubscriptionEnded>());
        Assert.Equal((Sample.Filter("t"), ErrorCode.TopicFailed), (ended.Filter, ended.Code));
        var acks = _publisher.Of<SessionEvent.Published>();
        Assert.Equal([1, 2, 1], acks.Select(static ack => (int)ack.Offset));
        Assert.NotEqual(acks[0].Epoch, acks[2].Epoch, StringComparer.Ordinal);
        Assert.Equal(3, _publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
    }

    [Fact]
    public void Who_subscribes_by_a_filter_is_told_what_it_missed_of_a_topic_that_fails_and_goes_on_with_the_next()
    {
        using var broker = new TopicsRun(1);
        var poisoned = new ActorProbe<SessionMessage>();
        var byFilter = new ActorProbe<SessionMessage>();
        broker.Tell(new TopicsMessage.SubscribeFilter(new Subscriber(Sample.Filter("#"), poisoned, Sample.Client, new PlainForm { Poison = "poison" }, Echo: true)));
        broker.Tell(new TopicsMessage.SubscribeFilter(new Subscriber(Sample.Filter("+"), byFilter, Sample.Client, _form, Echo: true)));
        Publish(broker, "t", "a");
        Publish(broker, "t", "poison");
        Publish(broker, "t", "b");

        Assert.Equal([new SessionEvent.TopicEnded(Sample.Topic("t"), 2, 2)], poisoned.Of<SessionEvent.TopicEnded>());
        Assert.Equal(Sample.Topic("t"), Assert.Single(byFilter.Of<SessionEvent.TopicEnded>()).Topic);
        Assert.Equal("t 1 b", PlainForm.Read(byFilter.Told)[^1]);
        Assert.Empty(byFilter.Of<SessionEvent.SubscriptionEnded>());
    }

    [Fact]
    public void A_topic_that_forgets_begins_anew_and_all_its_subscribers_are_told()
    {
        using var broker = new TopicsRun(1);
        var byName = Subscribe(broker, "t");
        var byFilter = new ActorProbe<SessionMessage>();
        var answer = new ActorProbe<bool?>();
        broker.Tell(new TopicsMessage.SubscribeFilter(new Subscriber(Sample.Filter("#"), byFilter, Sample.Client, _form, Echo: true)));
        Publish(broker, "t", "a");

        broker.Tell(new TopicsMessage.ForgetTopic(Sample.Topic("t"), answer));
        broker.Tell(new TopicsMessage.ForgetTopic(Sample.Topic("t"), answer));
        Publish(broker, "t", "b");

        Assert.Equal([true, false], answer.Told);
        Assert.Equal(ErrorCode.TopicRestarted, Assert.Single(byName.Of<SessionEvent.SubscriptionEnded>()).Code);
        Assert.Equal([new SessionEvent.TopicEnded(Sample.Topic("t"), 2, 1)], byFilter.Of<SessionEvent.TopicEnded>());
        Assert.Equal(["t 1 a", "t 1 b"], PlainForm.Read(byFilter.Told));
        Assert.Equal(2, _publisher.Of<SessionEvent.Published>().Select(static ack => ack.Epoch).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(1, Assert.Single(broker.List()).Messages);
    }

    [Fact]
    public void A_topic_that_is_let_go_says_nothing_to_who_is_there_by_a_filter()
    {
        using var broker = new TopicsRun(1, Sample.Options(new TopicSettings { MaxHistoryCount = 0 }));
        var byFilter = new ActorProbe<SessionMessage>();
        broker.Tell(new TopicsMessage.SubscribeFilter(new Subscriber(Sample.Filter("#"), byFilter, Sample.Client, _form, Echo: true)));

        Publish(broker, "t", "a");

        Assert.Empty(broker.List());
        Assert.Equal(["t 1 a"], PlainForm.Read(byFilter.Told));
        Assert.Empty(byFilter.Of<SessionEvent.TopicEnded>());
    }

    [Fact]
    public void An_acknowledgement_tells_how_many_sessions_are_reached()
    {
        using var broker = new TopicsRun(1);
        Subscribe(broker, "t");
        broker.Tell(new TopicsMessage.SubscribeFilter(
            new Subscriber(Sample.Filter("#"), new ActorProbe<SessionMessage>(), Sample.Client, _form, Echo: true)));

        Publish(broker, "t", "a");
        Publish(broker, "other", "a");

        Assert.Equal([2, 1], _publisher.Of<SessionEvent.Published>().Select(static ack => ack.Reached));
    }

    [Fact]
    public void If_the_topics_fail_together_they_begin_anew_and_nobody_hangs_on_to_what_was()
    {
        for (ulong seed = 1; seed <= 100; seed++)
        {
            using var broker = new TopicsRun(seed);
            var byFilter = new ActorProbe<SessionMessage>();
            broker.Tell(new TopicsMessage.SubscribeFilter(new Subscriber(Sample.Filter("#"), byFilter, Sample.Client, _form, Echo: true)));
            var before = Subscribe(broker, "t");
            broker.Identifiers.FailNext();
            broker.TellLater(Publication("t", "a", 1));
            broker.TellLater(Publication("other", "b", 2));
            var after = SubscribeLater(broker, "t", _form);
            broker.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(
                ErrorCode.TopicRestarted, Assert.Single(before.Of<SessionEvent.SubscriptionEnded>()).Code);
            Assert.Equal(ErrorCode.TopicFailed, Assert.Single(byFilter.Of<SessionEvent.SubscriptionEnded>()).Code);

            Publish(broker, "t", "c");

            Assert.EndsWith(" c", Assert.Single(PlainForm.Read(after.Told)), StringComparison.Ordinal);
            Assert.Single(broker.List());
        }
    }

    [Fact]
    public void A_dead_letter_is_answered_as_the_topic_would_refuse_it()
    {
        TopicsActor.AnswerDeadLetter(Publication("t", "abc", 1));
        TopicsActor.AnswerDeadLetter("something else");
        TopicsActor.AnswerDeadLetter(null);

        Assert.Equal(
            [ErrorCode.TopicRestarted],
            _publisher.Of<SessionEvent.Refused>().Select(static refusal => refusal.Code));
        Assert.Equal([new SessionEvent.CreditReturned(1, 3)], _publisher.Of<SessionEvent.CreditReturned>());
    }

    [Fact]
    public void Lists_the_topics_that_match_by_name()
    {
        using var broker = new TopicsRun(1);
        foreach (var name in (string[])["b", "a/2", "a/1"])
        {
            Publish(broker, name, "x");
        }

        Assert.Equal([Sample.Topic("a/1"), Sample.Topic("a/2")], broker.List("a/+").Select(static one => one.Topic));
        Assert.Equal(["a/1", "a/2", "b"], broker.List().Select(static one => one.Topic.Text).ToArray());
        Assert.Empty(broker.List("c"));
    }

    private TopicMessage.Publish Publication(string topic, string text, int request) =>
        new(Sample.Topic(topic), Sample.Content(text), Sample.Client, _publisher, Sample.Request(request));

    private void Publish(TopicsRun broker, string topic, string text) => broker.Tell(Publication(topic, text, request: 1));

    private ActorProbe<SessionMessage> Subscribe(TopicsRun broker, string topic, PlainForm? form = null)
    {
        var probe = SubscribeLater(broker, topic, form ?? _form);
        broker.Advance(TimeSpan.Zero);
        return probe;
    }

    private static ActorProbe<SessionMessage> SubscribeLater(TopicsRun broker, string topic, PlainForm form)
    {
        var probe = new ActorProbe<SessionMessage>();
        var name = Sample.Topic(topic);
        var subscriber = new Subscriber(TopicFilter.Of(name), probe, Sample.Client, form, Echo: true);
        broker.TellLater(new TopicMessage.Subscribe(name, subscriber, StartAt.Now.Instance, default));
        return probe;
    }
}

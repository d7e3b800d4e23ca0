using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Topics;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Presence;

public sealed class AttendanceTests : IDisposable
{
    private static readonly TimeSpan _longEnough = TimeSpan.FromSeconds(2.1);

    private readonly TopicsRun _run = new(seed: 1, new TopicOptions
    {
        Rules = new TopicRules(
            new TopicRule(Sample.Filter("quiet")) { JoinLeave = false },
            new TopicRule(Sample.Filter("closed")) { Presence = false, JoinLeave = true },
            new TopicRule(Sample.Filter("#")) { JoinLeave = true }),
    });

    private readonly PlainForm _form = new();
    private readonly Dictionary<ulong, ActorProbe<SessionMessage>> _owners = [];

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Tells_who_is_there_by_name_and_not_by_filter()
    {
        Come(1);
        Come(2);
        _run.Tell(new TopicsMessage.SubscribeFilter(Subscriber(3, "#", watches: false)));

        var answer = Assert.IsType<SessionEvent.PresenceRead>(Ask("t")[0]);

        Assert.Equal(2, answer.Count);
        Assert.Equal([1UL, 2UL], answer.Clients.Select(static one => one.Client.Value).Order());
    }

    [Fact]
    public void Lists_a_thousand_and_counts_all()
    {
        for (ulong number = 1; number <= 1001; number++)
        {
            Come(number);
        }

        var answer = Assert.IsType<SessionEvent.PresenceRead>(Ask("t")[0]);

        Assert.Equal((1001, 1000), (answer.Count, answer.Clients.Count));
    }

    [Fact]
    public void Nobody_is_in_a_topic_that_is_not_there_and_asking_leaves_nothing()
    {
        Assert.Equal(0, Assert.IsType<SessionEvent.PresenceRead>(Ask("t")[0]).Count);
        Assert.Empty(_run.List());
    }

    [Fact]
    public void A_topic_without_presence_does_not_say_who_is_there_nor_who_comes()
    {
        Come(1, "closed", watches: true);
        Come(2, "closed");

        Assert.Equal(new SessionEvent.Refused(Sample.Request(1), ErrorCode.NoPresence), Ask("closed")[0]);
        Assert.Empty(Words(1));
    }

    [Fact]
    public void While_it_is_calm_a_change_is_told_at_once_to_who_asked_for_it_and_not_to_the_client_itself()
    {
        Come(1, watches: true);
        Come(2, watches: false);

        Come(3, watches: true);

        Assert.Equal(["+2"], Words(1));
        _run.Advance(_longEnough);
        Assert.Equal(["+2", "+3"], Words(1));
        _run.Advance(_longEnough);
        Go(3);
        Assert.Equal(["+2", "+3", "-3"], Words(1));
        Assert.Empty(Words(2));
        Assert.Empty(Words(3));
    }

    [Fact]
    public void Where_the_rule_has_no_join_and_leave_nobody_is_told()
    {
        Come(1, "quiet", watches: true);
        Come(2, "quiet");
        _run.Advance(_longEnough);

        Assert.Empty(Words(1));
    }

    [Fact]
    public void Under_churn_changes_are_told_together_once_a_second_and_who_came_and_went_is_not()
    {
        Come(1, watches: true);
        Come(2);
        _run.Advance(TimeSpan.FromSeconds(0.5));
        Come(3);
        Come(4);
        Go(4);
        Go(2);
        Come(5);
        Assert.Equal(["+2"], Words(1));

        _run.Advance(_longEnough);

        Assert.Equal(["+2", "+3", "-2", "+5"], Words(1));
        Assert.Equal(2, _owners[1].Of<SessionEvent.Delivered>().Count);
    }

    [Fact]
    public void A_client_that_goes_and_comes_back_within_a_second_is_not_told_of()
    {
        Come(1, watches: true);
        Come(2);
        Go(2);
        Come(2);

        _run.Advance(_longEnough);

        Assert.Equal(["+2"], Words(1));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    public void Beyond_a_hundred_changes_only_their_number_is_told(int changes)
    {
        Come(1, watches: true);
        Come(2);
        for (var number = 0; number < changes; number++)
        {
            Come((ulong)(1000 + number));
        }

        _run.Advance(_longEnough);

        Assert.Equal(changes <= 100 ? 101 : 2, Words(1).Length);
        Assert.Equal(changes <= 100 ? $"+{999 + changes}" : $"={changes + 2}", Words(1)[^1]);
    }

    [Fact]
    public void At_most_one_batch_a_second_however_much_is_going_on()
    {
        Come(1, watches: true);
        for (ulong step = 0; step < 100; step++)
        {
            Come(10 + step);
            _run.Advance(TimeSpan.FromMilliseconds(100));
        }

        _run.Advance(_longEnough);

        Assert.InRange(_owners[1].Of<SessionEvent.Delivered>().Count, 5, 12);
        Assert.Equal(100, Words(1).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_batch_that_was_cut_into_reaches_every_watcher_that_is_still_there()
    {
        using var run = new TopicsRun(seed: 3, new TopicOptions
        {
            FanOutChunk = 2,
            Rules = new TopicRules(new TopicRule(Sample.Filter("#")) { JoinLeave = true }),
        });
        var watchers = Enumerable.Range(1, 9).Select(number => Subscriber((ulong)number, "t", watches: true)).ToList();
        watchers.ForEach(watcher => run.Tell(new TopicMessage.Subscribe(Sample.Topic("t"), watcher, StartAt.Now.Instance, default)));
        run.Advance(_longEnough);
        run.Advance(_longEnough);
        _owners.Values.ToList().ForEach(static owner => owner.TakeAll());

        run.TellLater(new TopicMessage.Subscribe(Sample.Topic("t"), Subscriber(50, "t", watches: false), StartAt.Now.Instance, default));
        run.TellLater(new TopicMessage.Unsubscribe(Sample.Topic("t"), Sample.Filter("t"), _owners[1], default));
        run.Dispatcher.RunUntilIdle();

        Assert.All(Enumerable.Range(2, 8), number => Assert.Equal(["+50"], Words((ulong)number)));
        Assert.InRange(Words(1).Length, 0, 1);
    }

    [Fact]
    public void What_is_told_stands_among_the_messages_where_it_happened()
    {
        Come(1, watches: true);
        _run.TellLater(Publication("a"));
        _run.TellLater(new TopicMessage.Subscribe(Sample.Topic("t"), Subscriber(2, "t", watches: false), StartAt.Now.Instance, default));
        _run.TellLater(Publication("b"));
        _run.Dispatcher.RunUntilIdle();

        Assert.Equal(["t 1 a", "+2", "t 2 b"], Words(1));
    }

    [Fact]
    public void AP_15_A_client_that_is_lost_while_its_subscription_is_on_its_way_is_not_there()
    {
        Come(1, watches: true);
        var session = new Session(
            new Participant(new ClientId(2), User: null), _form, new ActorProbe<SessionMessage>(), new SessionEnvironment { Topics = _run.Topics });
        session.Execute(new Command.Subscribe(Sample.Request(1), Sample.Filter("t"), StartAt.Now.Instance, Echo: true));
        session.Execute(new Command.Subscribe(Sample.Request(2), Sample.Filter("other"), StartAt.Now.Instance, Echo: true));
        session.Execute(new Command.Subscribe(Sample.Request(3), Sample.Filter("o/#"), StartAt.Now.Instance, Echo: true));
        session.End();

        _run.Dispatcher.RunUntilIdle();
        _run.Advance(_longEnough);

        Assert.Equal(1, Assert.IsType<SessionEvent.PresenceRead>(Ask("t")[0]).Count);
        Assert.Equal("t", Assert.Single(_run.List()).Topic.Text);
        Assert.Equal(["+2", "-2"], Words(1));
    }

    private void Come(ulong number, string topic = "t", bool watches = false) => _run.Tell(
        new TopicMessage.Subscribe(Sample.Topic(topic), Subscriber(number, topic, watches), StartAt.Now.Instance, default));

    private void Go(ulong number) => _run.Unsubscribe("t", _owners[number]);

    private Subscriber Subscriber(ulong number, string filter, bool watches)
    {
        if (!_owners.TryGetValue(number, out var owner))
        {
            owner = new ActorProbe<SessionMessage>();
            _owners.Add(number, owner);
        }

        return new Subscriber(Sample.Filter(filter), owner, new Participant(new ClientId(number), User: null), _form, Echo: true)
        {
            WantsPresence = watches,
        };
    }

    private static TopicMessage.Publish Publication(string text) =>
        new(Sample.Topic("t"), Sample.Content(text), Participant.Server, new ActorProbe<SessionMessage>(), default);

    private string[] Words(ulong number) => PlainForm.ReadWords(_owners[number].Told);

    private IReadOnlyList<SessionMessage> Ask(string topic)
    {
        var asking = new ActorProbe<SessionMessage>();
        _run.Tell(new TopicMessage.ReadPresence(Sample.Topic(topic), Participant.Server, asking, Sample.Request(1)));
        Assert.Equal(SessionEvent.CreditReturned.OneCommand, asking.Told[1]);
        return asking.Told;
    }
}

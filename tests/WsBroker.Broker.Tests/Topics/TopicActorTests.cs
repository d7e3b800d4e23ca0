using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

public sealed class TopicActorTests : IDisposable
{
    private static readonly TopicName _name = Sample.Topic("t");

    private readonly SimulationDispatcher _dispatcher = new(seed: 1);
    private readonly DeadlineWheel<TopicMessage> _wheel;
#pragma warning disable CA2213 // Terminate ends it, as far as there is anything to end in a simulation
    private readonly LocalActorSystem _system;
#pragma warning restore CA2213
    private readonly PlainForm _form = new();
    private readonly ActorProbe<TopicsMessage> _topics = new();
    private readonly ActorProbe<SessionMessage> _publisher = new();

    public TopicActorTests()
    {
        _wheel = new DeadlineWheel<TopicMessage>(_dispatcher.Time, TimeSpan.FromSeconds(1));
        _system = new LocalActorSystem(new ActorSystemOptions { Time = _dispatcher.Time, Dispatcher = _dispatcher });
    }

    public void Dispose()
    {
        _system.Terminate();
        _dispatcher.RunUntilIdle();
        _wheel.Dispose();
    }

    [Fact]
    public void What_waits_when_a_turn_begins_goes_out_as_one_delivery()
    {
        var topic = Start();
        var subscriber = Subscribe(topic, StartAt.Now.Instance);
        _dispatcher.RunUntilIdle();

        Publish(topic, "a", "b", "c");
        _dispatcher.RunUntilIdle();

        Assert.Equal(["t 1 a", "t 2 b", "t 3 c"], PlainForm.Read(subscriber.Told));
        Assert.InRange(subscriber.Of<SessionEvent.Delivered>().Count, 1, 3);
    }

    [Fact]
    public void A_delivery_gathers_no_more_than_its_bytes()
    {
        var topic = Start(new TopicOptions { MaxDeliveryBytes = 4 });
        var subscriber = Subscribe(topic, StartAt.Now.Instance);

        Publish(topic, "abcd", "ef", "gh", "i");
        _dispatcher.RunUntilIdle();

        Assert.All(subscriber.Of<SessionEvent.Delivered>(), static delivery => Assert.InRange(delivery.Publications, 1, 2));
        Assert.Equal(["t 1 abcd", "t 2 ef", "t 3 gh", "t 4 i"], PlainForm.Read(subscriber.Told));
    }

    [Theory]
    [InlineData("e", 1, true, new[] { "t 2 b", "t 3 c" })]
    [InlineData("e", 3, true, new string[0])]
    [InlineData("e", 0, false, new string[0])]
    [InlineData("e", 4, false, new string[0])]
    [InlineData("other", 1, false, new string[0])]
    public void Recovers_exactly_what_was_missed_or_nothing(string epoch, long offset, bool recovered, string[] expected)
    {
        var topic = Start(Sample.Options(new TopicSettings { MaxHistoryCount = 2 }));
        Publish(topic, "a", "b", "c");
        _dispatcher.RunUntilIdle();

        var subscriber = Subscribe(topic, new StartAt.After(new TopicPosition(epoch, offset)));
        _dispatcher.RunUntilIdle();

        var subscribed = Assert.IsType<SessionEvent.Subscribed>(subscriber.Told[0]);
        Assert.Equal(recovered, subscribed.Recovered);
        Assert.Equal(new TopicPosition("e", 3), subscribed.Position);
        Assert.Equal(expected, PlainForm.Read(subscriber.Told));
    }

    [Fact]
    public void Begins_with_the_last_ones_and_goes_on_with_what_comes()
    {
        var topic = Start();
        Publish(topic, "a", "b", "c");
        _dispatcher.RunUntilIdle();

        var subscriber = Subscribe(topic, new StartAt.Last(2));
        Publish(topic, "d");
        _dispatcher.RunUntilIdle();

        Assert.Null(Assert.IsType<SessionEvent.Subscribed>(subscriber.Told[0]).Recovered);
        Assert.Equal(["t 2 b", "t 3 c", "t 4 d"], PlainForm.Read(subscriber.Told));
    }

    [Fact]
    public void The_same_key_means_the_same_publication()
    {
        var topic = Start();
        var subscriber = Subscribe(topic, StartAt.Now.Instance);

        Publish(topic, Sample.Content("a", key: "k"), request: 1);
        Publish(topic, Sample.Content("again", key: "k"), request: 2);
        _dispatcher.RunUntilIdle();

        Assert.Equal([1, 1], _publisher.Of<SessionEvent.Published>().Select(static ack => (int)ack.Offset));
        Assert.Equal([1, 2], _publisher.Of<SessionEvent.Published>().Select(static ack => Sample.NumberOf(ack.Request)));
        Assert.Equal([false, true], _publisher.Of<SessionEvent.Published>().Select(static ack => ack.IsDuplicate));
        Assert.Equal(["t 1 a"], PlainForm.Read(subscriber.Told));
        Assert.Equal((2, 6), CreditOf(_publisher));
    }

    [Fact]
    public void A_publisher_that_wants_no_answer_gets_only_its_credit_back()
    {
        var topic = Start();

        topic.Tell(new TopicMessage.Publish(_name, Sample.Content("abc"), Participant.Server, _publisher, default));
        _dispatcher.RunUntilIdle();

        Assert.Equal([new SessionEvent.CreditReturned(1, 3)], _publisher.Told);
    }

    [Fact]
    public void A_publication_is_let_go_when_it_reaches_its_age()
    {
        var topic = Start(Sample.Options(new TopicSettings { HistoryAge = TimeSpan.FromMinutes(10) }));
        Publish(topic, "a");
        _dispatcher.Advance(TimeSpan.FromMinutes(4));
        Publish(topic, "b");

        _dispatcher.Advance(TimeSpan.FromMinutes(6) - TimeSpan.FromSeconds(1));
        var before = History(topic);
        _dispatcher.Advance(TimeSpan.FromSeconds(3));
        var after = History(topic);
        _dispatcher.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal([1, 2], before);
        Assert.Equal([2], after);
        Assert.Empty(History(topic));
        Assert.Equal(0, _wheel.Armed);
    }

    [Fact]
    public void A_history_has_one_deadline_however_often_it_is_emptied_by_what_is_too_big()
    {
        var topic = Start(Sample.Options(new TopicSettings { MaxHistoryBytes = 4 }));
        for (var round = 0; round < 100; round++)
        {
            Publish(topic, "a", "too big");
        }

        _dispatcher.RunUntilIdle();

        Assert.Equal(1, _wheel.Armed);
    }

    [Fact]
    public void Says_that_it_is_idle_once_nobody_listens_and_nothing_is_kept()
    {
        var topic = Start(Sample.Options(new TopicSettings { MaxHistoryCount = 0 }));
        var subscriber = Subscribe(topic, StartAt.Now.Instance);
        Publish(topic, "a");
        _dispatcher.RunUntilIdle();
        Assert.Empty(_topics.Told);

        topic.Tell(new TopicMessage.Unsubscribe(_name, TopicFilter.Of(_name), subscriber, Sample.Request(1)));
        _dispatcher.RunUntilIdle();

        Assert.Equal(new TopicsMessage.TopicIdle(_name, Received: 3), _topics.Told[^1]);
    }

    [Fact]
    public void A_large_topic_is_served_in_chunks_between_which_others_have_their_turn()
    {
        var topic = Start(new TopicOptions { FanOutChunk = 10 });
        var subscribers = Enumerable.Range(0, 95).Select(_ => Subscribe(topic, StartAt.Now.Instance)).ToList();
        _dispatcher.RunUntilIdle();
        Publish(topic, "a");

        var turns = _dispatcher.RunUntilIdle();

        Assert.Equal(10, turns);
        Assert.All(subscribers, static one => Assert.Equal(["t 1 a"], PlainForm.Read(one.Told)));
    }

    [Fact]
    public void Tells_of_itself()
    {
        var topic = Start();
        var listing = new ActorProbe<TopicDescription?>();
        Subscribe(topic, StartAt.Now.Instance);
        Publish(topic, "a", "b");

        topic.Tell(new TopicMessage.Describe(_name, listing));
        _dispatcher.RunUntilIdle();

        Assert.Equal([new TopicDescription(_name, 1, 2, new TopicPosition("e", 2))], listing.Told);
    }

    private static (int, long) CreditOf(ActorProbe<SessionMessage> probe)
    {
        var credits = probe.Of<SessionEvent.CreditReturned>();
        return (credits.Sum(static credit => credit.Commands), credits.Sum(static credit => credit.Bytes));
    }

    private TopicActor Make(TopicOptions options) =>
        new(_name, "e", options.Rules.For(_name), options, _wheel, new Backlog(), _topics);

    private ActorRef<TopicMessage> Start(TopicOptions? options = null) =>
        _system.Spawn(new Props<TopicMessage>(() => Make(options ?? new())));

    private ActorProbe<SessionMessage> Subscribe(ActorRef<TopicMessage> topic, StartAt start)
    {
        var session = new ActorProbe<SessionMessage>();
        var subscriber = new Subscriber(TopicFilter.Of(_name), session, Sample.Client, _form, Echo: true);
        topic.Tell(new TopicMessage.Subscribe(_name, subscriber, start, Sample.Request(1)));
        return session;
    }

    private void Publish(ActorRef<TopicMessage> topic, params IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            Publish(topic, Sample.Content(text), request: 1);
        }
    }

    private void Publish(ActorRef<TopicMessage> topic, Content content, int request) =>
        topic.Tell(new TopicMessage.Publish(_name, content, Sample.Client, _publisher, Sample.Request(request)));

    private List<long> History(ActorRef<TopicMessage> topic)
    {
        var reader = new ActorProbe<SessionMessage>();
        topic.Tell(new TopicMessage.ReadHistory(_name, new HistoryPart.After(0, 100), Sample.Client, reader, Sample.Request(1)));
        _dispatcher.RunUntilIdle();
        return [.. Assert.Single(reader.Of<SessionEvent.HistoryRead>()).Publications.Select(static one => one.Offset)];
    }
}

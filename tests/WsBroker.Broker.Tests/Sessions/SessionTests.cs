using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Sessions;

public sealed class SessionTests
{
    private readonly Participant _client = new(new ClientId(7), "me");
    private readonly ActorProbe<SessionMessage> _owner = new();
    private readonly ActorProbe<TopicsMessage> _topics = new();
    private readonly Session _session;

    public SessionTests()
    {
        var options = new SessionOptions { MaxSubscriptions = 2, MaxUndoneCommands = 3, MaxUndoneBytes = 100 };
        _session = new Session(_client, new PlainForm(), _owner, new SessionEnvironment { Topics = _topics, Options = options });
    }

    [Fact]
    public void A_subscription_is_answered_by_the_topic_or_by_all_topics_not_at_once()
    {
        var byName = Subscribe("t");
        var byFilter = Subscribe("a/+");

        Assert.Null(byName);
        Assert.Null(byFilter);
        Assert.Equal(2, _topics.Told.Count);
        Assert.IsType<TopicMessage.Subscribe>(_topics.Told[0]);
        Assert.IsType<TopicsMessage.SubscribeFilter>(_topics.Told[1]);
    }

    [Theory]
    [InlineData("t", ErrorCode.AlreadySubscribed)]
    [InlineData("c", ErrorCode.TooManySubscriptions)]
    [InlineData("$user/1", ErrorCode.SystemTopic)]
    [InlineData("$user/#", ErrorCode.SystemTopic)]
    public void A_subscription_that_may_not_be_is_refused_and_no_topic_hears_of_it(string filter, ErrorCode expected)
    {
        Subscribe("t");
        Subscribe("a/+");
        _topics.TakeAll();

        var answer = Assert.IsType<SessionEvent.Refused>(Subscribe(filter));

        Assert.Equal(expected, answer.Code);
        Assert.Empty(_topics.Told);
    }

    [Fact]
    public void A_subscription_that_was_ended_makes_room_for_another()
    {
        Subscribe("t");
        Subscribe("a/+");

        Assert.Null(Unsubscribe("t"));
        Assert.Equal(new SessionEvent.Unsubscribed(Sample.Request(2), Sample.Filter("a/+")), Unsubscribe("a/+"));

        Assert.Null(Subscribe("t"));
        Assert.Null(Subscribe("b/+"));
    }

    [Fact]
    public void A_subscription_that_the_broker_ended_is_not_there_any_more()
    {
        Subscribe("t");

        _session.Note(new SessionEvent.SubscriptionEnded(Sample.Filter("t"), ErrorCode.TopicFailed));

        Assert.Equal(new SessionEvent.Refused(Sample.Request(2), ErrorCode.NotSubscribed), Unsubscribe("t"));
    }

    [Fact]
    public void News_of_an_earlier_subscription_does_not_end_the_one_that_followed()
    {
        Subscribe("t");
        var earlier = Assert.Single(_topics.Of<TopicMessage.Subscribe>()).Subscriber;
        Unsubscribe("t");
        Subscribe("t");
        _topics.TakeAll();

        _session.Note(new SessionEvent.SubscriptionEnded(Sample.Filter("t"), ErrorCode.Busy) { Subscriber = earlier });
        _session.End();

        Assert.Single(_topics.Of<TopicMessage.Unsubscribe>());
    }

    [Fact]
    public void Ends_all_subscriptions_with_itself_and_each_once()
    {
        Subscribe("t");
        Subscribe("a/+");
        _topics.TakeAll();

        _session.End();
        _session.End();

        Assert.Equal(
            [new TopicMessage.Unsubscribe(Sample.Topic("t"), Sample.Filter("t"), _owner, default)],
            _topics.Of<TopicMessage.Unsubscribe>());
        Assert.Single(_topics.Of<TopicsMessage.UnsubscribeFilter>());
        Assert.Equal(2, _topics.Told.Count);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(1, 100)]
    public void Is_held_back_while_too_much_is_on_its_way_to_topics(int publications, int bytes)
    {
        Publish("t", "");
        Assert.False(_session.IsHeldBack);
        for (var number = 0; number < publications; number++)
        {
            Publish("t", new string('x', bytes));
        }

        Assert.True(_session.IsHeldBack);
        _session.Note(new SessionEvent.CreditReturned(publications, publications * bytes));
        Assert.False(_session.IsHeldBack);
    }

    [Fact]
    public void Every_command_that_topics_do_costs_credit_until_it_is_done()
    {
        _session.Execute(new Command.Subscribe(default, Sample.Filter("t"), StartAt.Now.Instance, Echo: true));
        _session.Execute(new Command.Subscribe(default, Sample.Filter("t/+"), StartAt.Now.Instance, Echo: true));
        Assert.False(_session.IsHeldBack);

        _session.Execute(new Command.ReadHistory(default, Sample.Topic("t"), new HistoryPart.Newest(1)));

        Assert.True(_session.IsHeldBack);
        _session.Note(SessionEvent.CreditReturned.OneCommand);
        Assert.False(_session.IsHeldBack);
    }

    [Fact]
    public void A_subscription_that_a_topic_refused_is_not_there_any_more()
    {
        _session.Execute(new Command.Subscribe(Sample.Request(1), Sample.Filter("t"), StartAt.Now.Instance, Echo: true));
        var subscriber = _topics.Of<TopicMessage.Subscribe>()[0].Subscriber;

        _session.Note(new SessionEvent.Refused(Sample.Request(1), ErrorCode.NotAllowed) { Subscriber = subscriber });

        Assert.Equal(new SessionEvent.Refused(Sample.Request(2), ErrorCode.NotSubscribed), Unsubscribe("t"));
    }

    [Fact]
    public void Publishing_to_a_topic_of_the_broker_is_refused_and_costs_no_credit()
    {
        for (var number = 0; number < 10; number++)
        {
            Assert.Equal(new SessionEvent.Refused(Sample.Request(3), ErrorCode.SystemTopic), Publish("$user/1", "x"));
        }

        Assert.False(_session.IsHeldBack);
        Assert.Empty(_topics.Told);
    }

    [Fact]
    public void A_publication_bears_who_published_it()
    {
        Publish("t", "x");

        var order = Assert.IsType<TopicMessage.Publish>(Assert.Single(_topics.Told));
        Assert.Equal(new Publisher(new ClientId(7), "me"), order.Client.Publisher);
        Assert.Same(_owner, order.From);
    }

    [Fact]
    public void Answers_what_it_knows_itself()
    {
        Assert.Equal(
            new SessionEvent.Connected(Sample.Request(1), _client),
            _session.Execute(new Command.Connect(Sample.Request(1))));
        Assert.Equal(new SessionEvent.Pong(Sample.Request(1)), _session.Execute(new Command.Ping(Sample.Request(1))));
        Assert.Equal(
            new SessionEvent.Refused(Sample.Request(1), ErrorCode.SystemTopic),
            _session.Execute(new Command.ReadHistory(Sample.Request(1), Sample.Topic("$x"), new HistoryPart.Newest(1))));
    }

    [Fact]
    public void A_client_is_known_by_the_name_and_the_info_that_it_connects_with()
    {
        var info = "{}"u8.ToArray();

        var connected = Connect(name: "n", info);

        Assert.Equal(_client with { Name = "n", Info = info }, Assert.IsType<SessionEvent.Connected>(connected).Client);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("subscribe")]
    [InlineData("publish")]
    public void A_client_connects_once_and_before_topics_know_it(string first)
    {
        _ = first switch
        {
            "connect" => Connect("n", default),
            "subscribe" => Subscribe("t"),
            _ => Publish("t", "x"),
        };

        var again = Connect("other", default);

        Assert.Equal(new SessionEvent.Refused(Sample.Request(4), ErrorCode.AlreadyConnected), again);
    }

    private SessionEvent? Connect(string name, ReadOnlyMemory<byte> info) =>
        _session.Execute(new Command.Connect(Sample.Request(4)) { Name = name, Info = info });

    private SessionEvent? Subscribe(string filter) => _session.Execute(
        new Command.Subscribe(Sample.Request(1), Sample.Filter(filter), StartAt.Now.Instance, Echo: true));

    private SessionEvent? Unsubscribe(string filter) =>
        _session.Execute(new Command.Unsubscribe(Sample.Request(2), Sample.Filter(filter)));

    private SessionEvent? Publish(string topic, string text) =>
        _session.Execute(new Command.Publish(Sample.Request(3), Sample.Topic(topic), Sample.Content(text)));
}

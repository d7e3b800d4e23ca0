using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>10,000 topics and 1,000 random tokens: the broker and a naive checker agree on who may do what.</summary>
public sealed class RandomTokens
{
    private const int Tokens = 1_000;

    private static readonly (string Match, AccessLevel? Publish, AccessLevel? Subscribe)[] _rules =
    [
        ("a0/p1/#", AccessLevel.Server, AccessLevel.Server),
        ("a1/{user}/#", AccessLevel.Authenticated, AccessLevel.Authenticated),
        ("a1/#", AccessLevel.Token, AccessLevel.Server),
        ("a2/+/c1", AccessLevel.Anyone, AccessLevel.Anyone),
        ("a2/#", AccessLevel.Token, AccessLevel.Token),
        ("+/{user}/c2", AccessLevel.Token, null),
        ("a3/+/+", null, AccessLevel.Authenticated),
        ("a4/p2/#", AccessLevel.Server, AccessLevel.Token),
        ("+/+/c3", AccessLevel.Token, AccessLevel.Token),
        ("{user}/#", AccessLevel.Server, AccessLevel.Authenticated),
        ("a5/#", AccessLevel.Authenticated, AccessLevel.Token),
    ];

    private static readonly string[] _topics =
    [
        .. from first in Enumerable.Range(0, 10)
           from second in Enumerable.Range(0, 20)
           from third in Enumerable.Range(0, 50)
           select first == 9 ? $"p{second}/x/c{third}" : $"a{first}/p{second}/c{third}",
    ];

    private static readonly TopicRules _ours = new([.. _rules.Select(static rule => new TopicRule(Sample.Filter(rule.Match.Replace("{user}", "+", StringComparison.Ordinal)))
    {
        UserLevel = rule.Match.Contains('{', StringComparison.Ordinal) ? rule.Match.Split('/').Index().First(static level => level.Item is "{user}").Index : null,
        Publish = rule.Publish,
        Subscribe = rule.Subscribe,
    })]);

    private readonly SeededNumbers _random = new(20);

    [Fact]
    public void The_naive_checker_and_the_broker_agree_on_every_publish_and_subscribe()
    {
        var topics = _topics.Select(static text => (Text: text, Name: Sample.Topic(text), Settings: _ours.For(Sample.Topic(text)))).ToList();
        var levels = Enumerable.Range(-1, 21).ToDictionary(
            static user => user < 0 ? "" : $"p{user}",
            static user => _topics.Select(topic => Levels(topic, user < 0 ? null : $"p{user}")).ToArray(),
            StringComparer.Ordinal);
        var admitted = 0;
        for (var token = 0; token < Tokens; token++)
        {
            var (client, publish, subscribe) = Token(token);
            foreach (var (at, topic) in topics.Index())
            {
                var level = levels[client.User ?? ""][at];
                var mayPublish = NaiveAccess.Admits(level.Publish, client.User, filters => Array.Exists(filters, filter => NaiveAccess.Matches(filter, topic.Text)), publish);
                var maySubscribe = NaiveAccess.Admits(level.Subscribe, client.User, filters => Array.Exists(filters, filter => NaiveAccess.Matches(filter, topic.Text)), subscribe);

                if (mayPublish != topic.Settings.AdmitsPublish(client, topic.Name) || maySubscribe != topic.Settings.AdmitsSubscribe(client, topic.Name))
                {
                    Assert.Fail($"{topic.Text} with token {token}: publish {mayPublish}, subscribe {maySubscribe}");
                }

                admitted += mayPublish ? 1 : 0;
            }
        }

        Assert.InRange(admitted, Tokens * _topics.Length / 10, Tokens * _topics.Length * 9 / 10);
    }

    [Fact]
    public void They_agree_on_every_delivery_and_every_reading_of_the_history()
    {
        var dispatcher = new SimulationDispatcher(seed: 1);
        var system = new LocalActorSystem(new ActorSystemOptions { Time = dispatcher.Time, Dispatcher = dispatcher });
        using var metrics = new BrokerMetrics();
        var topics = system.Spawn(TopicsActor.Props(new TopicOptions { Rules = _ours }, new SeededIdentifiers(1), metrics));
        var clients = Enumerable.Range(0, 100).Select(at => Come(at, topics)).ToList();
        dispatcher.RunUntilIdle();

        foreach (var topic in _topics)
        {
            topics.Tell(new TopicMessage.Publish(Sample.Topic(topic), Sample.Content("x"), Participant.Server, new ActorProbe<SessionMessage>(), default));
        }

        dispatcher.RunUntilIdle();
        foreach (var client in clients)
        {
            var heard = PlainForm.Read(client.Owner.Told).Select(static line => line.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
            Assert.Equal(_topics.Where(client.MayHear).ToHashSet(StringComparer.Ordinal), heard);
            AssertHistories(client, topics, dispatcher);
        }

        system.Terminate();
    }

    private void AssertHistories(Listener client, ActorRef<TopicsMessage> topics, SimulationDispatcher dispatcher)
    {
        for (var at = 0; at < 100; at++)
        {
            var topic = _random.Pick(_topics);
            var answer = new ActorProbe<SessionMessage>();
            topics.Tell(new TopicMessage.ReadHistory(Sample.Topic(topic), new HistoryPart.Newest(1), client.Client, answer, Sample.Request(1)));
            dispatcher.RunUntilIdle();
            Assert.Equal(client.MayRead(topic), answer.Told.OfType<SessionEvent.HistoryRead>().Any());
        }
    }

    private Listener Come(int at, ActorRef<TopicsMessage> topics)
    {
        var (client, _, subscribe) = Token(at);
        var owner = new ActorProbe<SessionMessage>();
        var session = new Session(client, new PlainForm(), owner, new SessionEnvironment { Topics = topics, Rules = _ours });
        var wanted = Enumerable.Range(0, 30).Select(_ => RandomFilter()).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var filter in wanted)
        {
            session.Execute(new Command.Subscribe(default, Sample.Filter(filter), StartAt.Now.Instance, Echo: true));
        }

        return new Listener(client, owner, subscribe, wanted);
    }

    private (Participant Client, string[] Publish, string[] Subscribe) Token(int at)
    {
        if (at % 10 == 0)
        {
            return (Sample.Client, [], []);
        }

        string[] Some() => [.. Enumerable.Range(0, _random.Below(5)).Select(_ => RandomFilter())];
        var (publish, subscribe) = (Some(), Some());
        var client = Sample.User($"p{_random.Below(20)}");
        var identity = client.Identity! with { Publish = Grants(publish), Subscribe = Grants(subscribe) };
        return (client with { Identity = identity }, publish, subscribe);
    }

    private static Grants Grants(string[] filters) => new([.. filters.Select(Sample.Filter)]);

    private string RandomFilter()
    {
        var levels = _random.Pick(_topics).Split('/');
        for (var at = 0; at < levels.Length; at++)
        {
            levels[at] = _random.OneIn(3) ? "+" : levels[at];
        }

        var text = string.Join('/', levels);
        return _random.Below(4) switch
        {
            0 => string.Join('/', levels[..2]) + "/#",
            1 => levels[0] + "/#",
            _ => text,
        };
    }

    private static (AccessLevel Publish, AccessLevel Subscribe) Levels(string topic, string? user) => (
        NaiveAccess.LevelOf(_rules.Select(static rule => (rule.Match, rule.Publish)), topic, user),
        NaiveAccess.LevelOf(_rules.Select(static rule => (rule.Match, rule.Subscribe)), topic, user));

    private sealed record Listener(Participant Client, ActorProbe<SessionMessage> Owner, string[] Named, string[] Wanted)
    {
        public bool MayRead(string topic) => May(topic, filters => Array.Exists(filters, filter => NaiveAccess.Matches(filter, topic)));

        public bool MayHear(string topic) => Array.Exists(
            Wanted,
            wanted => NaiveAccess.Matches(wanted, topic) && May(topic, filters => Array.Exists(filters, filter => NaiveAccess.Covers(filter, wanted))));

        private bool May(string topic, Func<string[], bool> isNamed) =>
            NaiveAccess.Admits(Levels(topic, Client.User).Subscribe, Client.User, isNamed, Named);
    }
}

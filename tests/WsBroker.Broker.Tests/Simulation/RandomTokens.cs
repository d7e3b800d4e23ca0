using System.Buffers.Binary;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>10,000 topics and 1,000 random tokens: the broker and a naive checker agree on what each may do in each, as the topics themselves decide.</summary>
public sealed class RandomTokens : IDisposable
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

    private static readonly Dictionary<string, (AccessLevel Publish, AccessLevel Subscribe)>[] _levels = Array.ConvertAll(_topics, LevelsByUser);

    private static readonly TopicRules _ours = new([.. _rules.Select(static rule => new TopicRule(Sample.Filter(rule.Match.Replace("{user}", "+", StringComparison.Ordinal)))
    {
        UserLevel = rule.Match.Contains('{', StringComparison.Ordinal) ? rule.Match.Split('/').Index().First(static level => level.Item is "{user}").Index : null,
        Publish = rule.Publish,
        Subscribe = rule.Subscribe,
    })])
    {
        Otherwise = new TopicSettings { MaxHistoryCount = 1 },
    };

    private readonly SeededNumbers _random = new(20);
    private readonly SimulationDispatcher _dispatcher = new(seed: 1);
#pragma warning disable CA2213 // Terminate ends it, as far as there is anything to end in a simulation
    private readonly LocalActorSystem _system;
#pragma warning restore CA2213
    private readonly BrokerMetrics _metrics = new();
    private readonly ActorProbe<SessionMessage> _nobody = new();
    private readonly ActorRef<TopicsMessage> _broker;
    private readonly List<(TokenHolder Holder, string[] Publish, string[] Subscribe)> _holders;

    public RandomTokens()
    {
        _system = new LocalActorSystem(new ActorSystemOptions { Time = _dispatcher.Time, Dispatcher = _dispatcher });
        _broker = _system.Spawn(TopicsActor.Props(new TopicOptions { Rules = _ours }, new SeededIdentifiers(1), _metrics));
        var environment = new SessionEnvironment { Topics = _broker, Rules = _ours };
        var form = new NumberForm();
        _holders = [.. Enumerable.Range(0, Tokens).Select(at => Come(at, environment, form))];
    }

    public void Dispose()
    {
        _system.Terminate();
        _metrics.Dispose();
    }

    [Fact]
    public void The_naive_checker_and_the_broker_agree_on_every_publish_subscribe_reading_and_delivery()
    {
        var admitted = 0;
        foreach (var (at, topic) in _topics.Index())
        {
            AskAll(at, Sample.Topic(topic));
            foreach (var (holder, publish, subscribe) in _holders)
            {
                var user = holder.Client.User;
                var level = _levels[at][user ?? ""];
                bool IsNamed(string[] filters) => Array.Exists(filters, filter => NaiveAccess.Matches(filter, topic));
                var mayPublish = NaiveAccess.Admits(level.Publish, user, IsNamed, publish);
                var maySubscribe = NaiveAccess.Admits(level.Subscribe, user, IsNamed, subscribe);

                var did = (holder.Published, holder.Read, holder.Subscribed, holder.Heard(at));
                if (did != (mayPublish, maySubscribe, maySubscribe, maySubscribe ? 1 : 0))
                {
                    Assert.Fail($"{topic} and {user} with [{string.Join(' ', publish)}] and [{string.Join(' ', subscribe)}]: {mayPublish}, {maySubscribe}, but {did}");
                }

                admitted += mayPublish ? 1 : 0;
            }

            LeaveAll(topic);
        }

        Assert.InRange(admitted, Tokens * _topics.Length / 10, Tokens * _topics.Length * 9 / 10);
    }

    [Fact]
    public void They_agree_on_every_delivery_by_wildcards_and_several_filters_at_once()
    {
        var filters = Enumerable.Range(0, 400).Select(_ => RandomFilter()).Distinct(StringComparer.Ordinal).ToArray();
        var wanted = _holders.Select(_ => Enumerable.Range(0, 6).Select(_ => _random.Pick(filters)).Distinct(StringComparer.Ordinal).ToArray()).ToList();
        // One half is there before the topics, and so hears each twice
        SubscribeAll(wanted, isBefore: true);
        PublishAll();
        SubscribeAll(wanted, isBefore: false);
        PublishAll();

        var matches = filters.ToDictionary(static filter => filter, static filter => Array.ConvertAll(_topics, topic => NaiveAccess.Matches(filter, topic)), StringComparer.Ordinal);
        var heard = 0;
        foreach (var (number, (holder, _, named)) in _holders.Index())
        {
            var user = holder.Client.User;
            var asked = wanted[number].Select(filter => (Matches: matches[filter], IsNamed: Array.Exists(named, one => NaiveAccess.Covers(one, filter)))).ToArray();
            for (var at = 0; at < _topics.Length; at++)
            {
                var level = _levels[at][user ?? ""].Subscribe;
                var mayHear = Array.Exists(asked, one => one.Matches[at] && NaiveAccess.Admits(level, user, _ => one.IsNamed, named));
                var times = mayHear ? IsBefore(number) ? 2 : 1 : 0;
                if (times != holder.Heard(at))
                {
                    Assert.Fail($"{_topics[at]} and {user} with [{string.Join(' ', named)}] by [{string.Join(' ', wanted[number])}]: {times}, but {holder.Heard(at)}");
                }

                heard += times > 0 ? 1 : 0;
            }
        }

        Assert.InRange(heard, Tokens * _topics.Length / 20, Tokens * _topics.Length * 9 / 10);
    }

    // Each publishes, reads what is there then, and subscribes; what is published after that is delivered
    private void AskAll(int at, TopicName topic)
    {
        var content = NumberOf(at);
        var publish = new Command.Publish(TokenHolder.ToPublish, topic, content);
        var read = new Command.ReadHistory(TokenHolder.ToRead, topic, new HistoryPart.Newest(1));
        var subscribe = new Command.Subscribe(TokenHolder.ToSubscribe, TopicFilter.Of(topic), StartAt.Now.Instance, Echo: true);
        Publish(topic, content);
        foreach (var (holder, _, _) in _holders)
        {
            holder.Forget();
            holder.Session.Execute(publish);
            holder.Session.Execute(read);
        }

        _holders.ForEach(one => one.Holder.Session.Execute(subscribe));
        Publish(topic, content);
        _dispatcher.RunUntilIdle(int.MaxValue);
    }

    private void LeaveAll(string topic)
    {
        var leave = new Command.Unsubscribe(default, Sample.Filter(topic));
        _holders.ForEach(one => one.Holder.Session.Execute(leave));
        _dispatcher.RunUntilIdle(int.MaxValue);
    }

    private void SubscribeAll(List<string[]> wanted, bool isBefore)
    {
        foreach (var (number, (holder, _, _)) in _holders.Index().Where(one => IsBefore(one.Index) == isBefore))
        {
            foreach (var filter in wanted[number])
            {
                holder.Session.Execute(new Command.Subscribe(default, Sample.Filter(filter), StartAt.Now.Instance, Echo: true));
            }
        }

        _dispatcher.RunUntilIdle(int.MaxValue);
    }

    private void PublishAll()
    {
        foreach (var (at, topic) in _topics.Index())
        {
            Publish(Sample.Topic(topic), NumberOf(at));
        }

        _dispatcher.RunUntilIdle(int.MaxValue);
    }

    private void Publish(TopicName topic, Content content) =>
        _broker.Tell(new TopicMessage.Publish(topic, content, Participant.Server, _nobody, default));

    private static bool IsBefore(int number) => number % 2 == 0;

    private static Content NumberOf(int topic)
    {
        var payload = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(payload, topic);
        return new Content(PayloadKind.Binary, payload);
    }

    private (TokenHolder Holder, string[] Publish, string[] Subscribe) Come(int at, SessionEnvironment environment, NumberForm form)
    {
        var (publish, subscribe) = at % 10 == 0 ? ([], []) : (Some(), Some());
        var client = new Participant(new ClientId((ulong)at + 1), User: null);
        if (at % 10 != 0)
        {
            var identity = Sample.User($"p{_random.Below(20)}").Identity!;
            client = client with { User = identity.User.Text, Identity = identity with { Publish = Grants(publish), Subscribe = Grants(subscribe) } };
        }

        return (new TokenHolder(client, form, environment, _topics.Length), publish, subscribe);
    }

    private string[] Some() => [.. Enumerable.Range(0, _random.Below(5)).Select(_ => RandomFilter())];

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

    private static Dictionary<string, (AccessLevel Publish, AccessLevel Subscribe)> LevelsByUser(string topic) => Enumerable.Range(-1, 21).ToDictionary(
        static user => user < 0 ? "" : $"p{user}",
        user => Levels(topic, user < 0 ? null : $"p{user}"),
        StringComparer.Ordinal);

    private static (AccessLevel Publish, AccessLevel Subscribe) Levels(string topic, string? user) => (
        NaiveAccess.LevelOf(_rules.Select(static rule => (rule.Match, rule.Publish)), topic, user),
        NaiveAccess.LevelOf(_rules.Select(static rule => (rule.Match, rule.Subscribe)), topic, user));
}

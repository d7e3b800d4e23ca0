using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>Users of tenants, whose topics may lie in each other: the broker and a naive checker agree on what each may say and hears.</summary>
public sealed class RandomTenants
{
    private static readonly string[] _tenants = ["", "a/", "a/b/", "b/", "ab/", "b/b/b/"];

    private static readonly (string Match, AccessLevel? Publish, AccessLevel? Subscribe)[] _rules =
    [
        ("a/b/#", AccessLevel.Token, AccessLevel.Token),
        ("+/{user}/#", AccessLevel.Authenticated, AccessLevel.Authenticated),
        ("ab/a/#", AccessLevel.Server, AccessLevel.Anyone),
    ];

    private static readonly string[] _levels = ["a", "b", "ab", "u"];

    private static readonly string[] _topics =
    [
        .. _levels,
        .. from first in _levels from second in _levels select $"{first}/{second}",
        .. from first in _levels from second in _levels from third in _levels select $"{first}/{second}/{third}",
        .. from first in _levels from second in _levels from third in _levels from fourth in _levels select $"{first}/{second}/{third}/{fourth}",
    ];

    private static readonly string[] _inboxes = [.. _tenants.Select(static tenant => $"$user/{tenant}u"), "$user/b/u/u", "$user/a%2Fu"];

    private static readonly TopicRules _ours = new([.. _rules.Select(static rule => new TopicRule(Sample.Filter(rule.Match.Replace("{user}", "+", StringComparison.Ordinal)))
    {
        UserLevel = rule.Match.Contains('{', StringComparison.Ordinal) ? 1 : null,
        Publish = rule.Publish,
        Subscribe = rule.Subscribe,
    })]);

    private readonly SeededNumbers _random = new(7);

    [Fact]
    public void AZ_07_No_wildcard_history_or_inbox_takes_a_user_out_of_its_tenant()
    {
        var dispatcher = new SimulationDispatcher(seed: 1);
        var system = new LocalActorSystem(new ActorSystemOptions { Time = dispatcher.Time, Dispatcher = dispatcher });
        using var metrics = new BrokerMetrics();
        var topics = system.Spawn(TopicsActor.Props(new TopicOptions { Rules = _ours }, new SeededIdentifiers(1), metrics));
        var listeners = Enumerable.Range(0, 120).Select(at => Come(at, topics)).ToList();
        dispatcher.RunUntilIdle();

        foreach (var topic in (string[])[.. _topics, .. _inboxes])
        {
            topics.Tell(new TopicMessage.Publish(Sample.Topic(topic), Sample.Content("x"), Participant.Server, new ActorProbe<SessionMessage>(), default));
        }

        dispatcher.RunUntilIdle();
        foreach (var listener in listeners)
        {
            var heard = PlainForm.Read(listener.Owner.Told).Select(static line => line.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
            Assert.Equal(((string[])[.. _topics, .. _inboxes]).Where(listener.MayHear).ToHashSet(StringComparer.Ordinal), heard);
            foreach (var topic in (string[])[.. _topics, .. _inboxes])
            {
                var (settings, name) = (_ours.For(Sample.Topic(topic)), Sample.Topic(topic));
                Assert.Equal((topic, listener.MayPublish(topic)), (topic, settings.AdmitsPublish(listener.Client, name)));
                Assert.Equal((topic, listener.MayRead(topic)), (topic, settings.AdmitsSubscribe(listener.Client, name)));
            }
        }

        Assert.Contains(listeners, static listener => listener.Tenant.Length > 0 && Array.Exists(_topics, listener.MayHear));
        system.Terminate();
    }

    private Listener Come(int at, ActorRef<TopicsMessage> topics)
    {
        var (tenant, grants) = (_tenants[at % _tenants.Length], RandomFilters(3));
        Assert.True(UserId.TryParse("u", tenant, out var user));
        var identity = new Identity(user, DateTimeOffset.MaxValue) { Publish = Grants(grants), Subscribe = Grants(grants) };
        var client = new Participant(new ClientId((ulong)at + 10), "u") { Identity = identity };
        var owner = new ActorProbe<SessionMessage>();
        var session = new Session(client, new PlainForm(), owner, new SessionEnvironment { Topics = topics, Rules = _ours });
        string[] wanted = [.. RandomFilters(12), .. at % 2 == 0 ? ["#"] : (string[])[], .. _inboxes];
        foreach (var filter in wanted.Distinct(StringComparer.Ordinal))
        {
            session.Execute(new Command.Subscribe(default, Sample.Filter(filter), StartAt.Now.Instance, Echo: true));
        }

        return new Listener(client, owner, tenant, grants, wanted);
    }

    private static Grants Grants(string[] filters) => new([.. filters.Select(Sample.Filter)]);

    private string[] RandomFilters(int count) => [.. Enumerable.Range(0, count).Select(_ => RandomFilter())];

    private string RandomFilter()
    {
        var levels = _random.Pick(_topics).Split('/').Select(level => _random.OneIn(3) ? "+" : level);
        var text = string.Join('/', levels);
        return _random.OneIn(3) ? $"{text}/#" : text;
    }

    private sealed record Listener(Participant Client, ActorProbe<SessionMessage> Owner, string Tenant, string[] Named, string[] Wanted)
    {
        private string Inbox => $"$user/{Tenant}u";

        public bool MayPublish(string topic) => topic[0] is not '$' && May(topic, static rule => rule.Publish, IsNamed(topic));

        public bool MayRead(string topic) => topic[0] is '$'
            ? string.Equals(topic, Inbox, StringComparison.Ordinal)
            : May(topic, static rule => rule.Subscribe, IsNamed(topic));

        public bool MayHear(string topic) => topic[0] is '$'
            ? MayRead(topic)
            : Array.Exists(
                Wanted,
                wanted => wanted[0] is not '$'
                    && NaiveAccess.Matches(wanted, topic)
                    && May(topic, static rule => rule.Subscribe, filters => Array.Exists(filters, filter => NaiveAccess.Covers(filter, wanted))));

        private static Func<string[], bool> IsNamed(string topic) => filters => Array.Exists(filters, filter => NaiveAccess.Matches(filter, topic));

        private bool May(string topic, Func<(string Match, AccessLevel? Publish, AccessLevel? Subscribe), AccessLevel?> setting, Func<string[], bool> isNamed)
        {
            string[] own = Tenant.Length == 0 ? [] : Tenant.TrimEnd('/').Split('/');
            var levels = topic.Split('/');
            var isWithin = own.Length == 0 || (levels.Length > own.Length && levels.Take(own.Length).SequenceEqual(own, StringComparer.Ordinal));
            var level = NaiveAccess.LevelOf(_rules.Select(rule => (rule.Match, setting(rule))), topic, "u");
            return isWithin && NaiveAccess.Admits(level, "u", isNamed, Named);
        }
    }
}

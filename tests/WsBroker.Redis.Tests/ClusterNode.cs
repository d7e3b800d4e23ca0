using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Actors;
using WsBroker.Broker;
using WsBroker.Broker.Access;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests;

/// <summary>One of several nodes on a real Redis: topics, users, and the node among the others. It beats fast.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private static readonly ClusterOptions _options = new()
    {
        BeatInterval = TimeSpan.FromMilliseconds(200),
        RetryInterval = TimeSpan.FromMilliseconds(100),
        BeatLife = TimeSpan.FromSeconds(2),
    };

    private static readonly TextForm _form = new();
    private static int _nodes;

    private readonly LocalActorSystem _system = new(new ActorSystemOptions { DeadLetter = static (_, message) => TopicsActor.AnswerDeadLetter(message) });
    private readonly BrokerMetrics _metrics = new();
    private readonly MeterListener _listener = new();
    private readonly RedisConnections _redis;
    private readonly RedisSharedLog _log;
    private readonly RedisCluster _cluster;
    private int _dropped;

    private ClusterNode(RedisConnections redis)
    {
        _redis = redis;
        _log = new RedisSharedLog(redis, NullLogger.Instance);
        _cluster = new RedisCluster(redis, _options, new KeptSessionOptions(), TimeSpan.FromHours(1), NullLogger.Instance);
        var rules = new TopicRules { Otherwise = new TopicSettings { Durability = Durability.Redis, JoinLeave = true } };
        var identifiers = new SeededIdentifiers((ulong)Interlocked.Increment(ref _nodes) * 1000);
        Topics = _system.Spawn(TopicsActor.Props(new TopicOptions { Rules = rules, Shared = _log, Presence = Links.Presence }, identifiers, _metrics));
        Users = new Users(Revocations);
        var node = new NodeDescription(NodeId.Next(identifiers), "node", "1", TimeProvider.System.GetUtcNow(), ["127.0.0.1:1"]);
        var duties = new NodeDuties(Topics, new ActorProbe<ConnectionInquiry>(), Users, Sessions: null) { Drain = static () => { } };
        Cluster = _system.Spawn(ClusterActor.Props(node, duties, Links, _options, identifiers, _metrics));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, redis.Metrics.Meter) && instrument.Name is "wsbroker.redis.letters.dropped")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _dropped, (int)count));
        _listener.Start();
    }

    public ActorRef<TopicsMessage> Topics { get; }

    public Users Users { get; }

    public ActorRef<ClusterMessage> Cluster { get; }

    public ClusterLinks Links => _cluster.Links;

    public RedisConnections Redis => _redis;

    public Revocations Revocations { get; } = new(TimeSpan.FromHours(1), TimeProvider.System);

    /// <summary>How many letters it did not understand.</summary>
    public int Dropped => Volatile.Read(ref _dropped);

    public static Task<ClusterNode> StartAsync(params RedisServer[] shards) => StartAsync(Sample.Options([.. shards.Select(static shard => shard.Connection)]));

    public static async Task<ClusterNode> StartAsync(RedisOptions options) => new(await RedisConnections.OpenAsync(options, NullLogger.Instance));

    public async Task<ClusterAnswer> AskAsync(NodeQuestion question) =>
        await GetAsync<ClusterAnswer>(answer => Cluster.Tell(new ClusterMessage.Ask(question, answer)));

    public async Task<IReadOnlyList<NodeDescription>> NodesAsync() =>
        await GetAsync<IReadOnlyList<NodeDescription>>(answer => Cluster.Tell(new ClusterMessage.ListNodes(answer)));

    /// <summary>Waits until it knows so many nodes, with itself.</summary>
    public Task KnowsAsync(int nodes) => Eventually.IsTrueAsync(async () => (await NodesAsync()).Count == nodes, () => $"{nodes} nodes are known");

    public async Task<AnswerProbe> SubscribeAsync(string topic, ulong client, bool watches = false)
    {
        var session = SubscribeLater(topic, client, watches);
        Assert.IsType<SessionEvent.Subscribed>(await session.NextAsync());
        return session;
    }

    /// <summary>Subscribes, and does not wait for an answer.</summary>
    public AnswerProbe SubscribeLater(string topic, ulong client, bool watches = false)
    {
        var (session, name) = (new AnswerProbe(), Sample.Topic(topic));
        var participant = new Participant(new ClientId(client), $"u{client}") { Name = "n", Info = """{"a":"b"}"""u8.ToArray() };
        var subscriber = new Subscriber(TopicFilter.Of(name), session, participant, _form, Echo: true) { WantsPresence = watches };
        Topics.Tell(new TopicMessage.Subscribe(name, subscriber, StartAt.Now.Instance, new RequestId("1"u8.ToArray())));
        return session;
    }

    public void Unsubscribe(string topic, AnswerProbe session)
    {
        var name = Sample.Topic(topic);
        Topics.Tell(new TopicMessage.Unsubscribe(name, TopicFilter.Of(name), session, default));
    }

    public async Task<SessionEvent> ReadPresenceAsync(string topic)
    {
        var asker = new AnswerProbe();
        Topics.Tell(new TopicMessage.ReadPresence(Sample.Topic(topic), Participant.Server, asker, new RequestId("1"u8.ToArray())));
        return await asker.NextAsync();
    }

    /// <summary>Waits until these clients are there, and nobody else.</summary>
    public async Task HasPresentAsync(string topic, params ulong[] clients)
    {
        SessionEvent? last = null;
        await Eventually.IsTrueAsync(
            async () =>
            {
                last = await ReadPresenceAsync(topic);
                return last is SessionEvent.PresenceRead read
                    && read.Count == clients.Length
                    && read.Clients.Select(static one => one.Client.Value).Order().SequenceEqual(clients);
            },
            () => $"{string.Join(", ", clients)} are in {topic}; it was {last}, {string.Join(", ", (last as SessionEvent.PresenceRead)?.Clients.Select(static one => one.Client.Value) ?? [])}");
    }

    public static async Task<T> GetAsync<T>(Action<ActorRef<T>> ask)
    {
        var answer = new ActorProbe<T>();
        ask(answer);
        await Eventually.IsTrueAsync(() => answer.Told.Count > 0, "there is an answer");
        return answer.Told[0];
    }

    /// <summary>Ends and says so.</summary>
    public async Task LeaveAsync()
    {
        await GetAsync<bool>(answer => Cluster.Tell(new ClusterMessage.Leave(answer)));
        await DisposeAsync();
    }

    /// <summary>Ends without a word.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _cluster.DisposeAsync();
        await _system.DisposeAsync();
        await _log.DisposeAsync();
        await _redis.DisposeAsync();
        _metrics.Dispose();
    }
}

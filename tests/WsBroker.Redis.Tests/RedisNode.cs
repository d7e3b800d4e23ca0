using System.Collections.Concurrent;
using System.Text;
using WsBroker.Actors;
using WsBroker.Broker;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests;

/// <summary>The topics of one node, whose engine is a real Redis.</summary>
internal sealed class RedisNode : IAsyncDisposable
{
    private static readonly Participant _client = new(new ClientId(7), "u");
    private static readonly TextForm _form = new();

    private readonly LocalActorSystem _system;
    private readonly BrokerMetrics _metrics = new();
    private readonly RedisConnections _redis;
    private readonly ConcurrentDictionary<AnswerProbe, Subscriber> _byFilter = [];
    private int _requests;

    private RedisNode(RedisConnections redis, TopicSettings settings, RecordingLogger logger, TimeProvider time)
    {
        (_redis, Logged) = (redis, logger);
        _system = new LocalActorSystem(new ActorSystemOptions { Time = time, DeadLetter = static (_, message) => TopicsActor.AnswerDeadLetter(message) });
        Log = new RedisSharedLog(redis, logger);
        var options = new TopicOptions { Rules = new TopicRules { Otherwise = settings with { Durability = Durability.Redis } }, Shared = Log };
        Topics = _system.Spawn(TopicsActor.Props(options, new SeededIdentifiers(1), _metrics));
    }

    public RedisSharedLog Log { get; }

    public RedisConnections Connections => _redis;

    /// <summary>What it has told operators, from warnings up.</summary>
    public RecordingLogger Logged { get; }

    public ActorRef<TopicsMessage> Topics { get; }

    public static async Task<RedisNode> StartAsync(RedisServer server, TopicSettings? settings = null) =>
        await StartAsync(Sample.Options(server.Connection), settings);

    /// <param name="options">Where Redis is.</param>
    /// <param name="settings">What holds for all topics.</param>
    /// <param name="time">The clock of topics; null for the system's.</param>
    public static async Task<RedisNode> StartAsync(RedisOptions options, TopicSettings? settings = null, TimeProvider? time = null)
    {
        var logger = new RecordingLogger();
        return new RedisNode(await RedisConnections.OpenAsync(options, logger), settings ?? new TopicSettings(), logger, time ?? TimeProvider.System);
    }

    /// <summary>Publishes.</summary>
    /// <returns>What the publisher is told.</returns>
    public async Task<SessionEvent> PublishAsync(string topic, string text, string? key = null)
    {
        var publisher = new AnswerProbe();
        PublishLater(topic, text, publisher, key);
        return await publisher.NextAsync();
    }

    public void PublishLater(string topic, string text, ActorRef<SessionMessage> publisher, string? key = null)
    {
        var content = new Content(PayloadKind.Text, Encoding.UTF8.GetBytes(text)) { Key = key };
        var request = new RequestId(Encoding.UTF8.GetBytes($"{Interlocked.Increment(ref _requests)}"));
        Topics.Tell(new TopicMessage.Publish(Sample.Topic(topic), content, _client, publisher, request));
    }

    /// <summary>Publishes, and fails if it is not acknowledged.</summary>
    public async Task<TopicPosition> MustPublishAsync(string topic, string text, string? key = null)
    {
        var ack = Assert.IsType<SessionEvent.Published>(await PublishAsync(topic, text, key));
        return new TopicPosition(ack.Epoch, ack.Offset);
    }

    /// <summary>Publishes again and again until it is acknowledged.</summary>
    public async Task<TopicPosition> PublishUntilStoredAsync(string topic, string text)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (await PublishAsync(topic, text, key: text) is SessionEvent.Published ack)
            {
                return new TopicPosition(ack.Epoch, ack.Offset);
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Subscribes.</summary>
    /// <returns>The session, and what it was answered.</returns>
    public async Task<(AnswerProbe Session, SessionEvent Answer)> SubscribeAsync(string topic, StartAt? start = null)
    {
        var session = SubscribeLater(topic, start);
        return (session, await session.NextAsync());
    }

    /// <summary>Subscribes again and again until it stands.</summary>
    public async Task<AnswerProbe> SubscribeUntilItStandsAsync(string topic)
    {
        AnswerProbe? session = null;
        await Eventually.IsTrueAsync(
            async () =>
            {
                (session, var answer) = await SubscribeAsync(topic);
                return answer is SessionEvent.Subscribed;
            },
            "it stands");
        return session!;
    }

    /// <summary>Subscribes, and does not wait for an answer.</summary>
    public AnswerProbe SubscribeLater(string topic, StartAt? start = null)
    {
        var (session, name) = (new AnswerProbe(), Sample.Topic(topic));
        Topics.Tell(new TopicMessage.Subscribe(
            name, new Subscriber(TopicFilter.Of(name), session, _client, _form, Echo: true), start ?? StartAt.Now.Instance, new RequestId("1"u8.ToArray())));
        return session;
    }

    /// <summary>Takes a session out of a topic, as when its client is gone.</summary>
    public void Unsubscribe(string topic, AnswerProbe session)
    {
        var name = Sample.Topic(topic);
        Topics.Tell(new TopicMessage.Unsubscribe(name, TopicFilter.Of(name), session, default));
    }

    public async Task<AnswerProbe> SubscribeFilterAsync(string filter)
    {
        var session = await TrySubscribeFilterAsync(filter);
        Assert.NotNull(session);
        return session;
    }

    /// <summary>Subscribes by a filter.</summary>
    /// <returns>Null if that was refused.</returns>
    public async Task<AnswerProbe?> TrySubscribeFilterAsync(string filter)
    {
        var session = new AnswerProbe();
        Assert.True(TopicFilter.TryParse(filter, out var parsed, out _));
        var subscriber = new Subscriber(parsed, session, _client, _form, Echo: true);
        _byFilter[session] = subscriber;
        Topics.Tell(new TopicsMessage.SubscribeFilter(subscriber, new RequestId("1"u8.ToArray())));
        return await session.NextAsync() is SessionEvent.Subscribed ? session : null;
    }

    public void UnsubscribeFilter(AnswerProbe session) => Topics.Tell(new TopicsMessage.UnsubscribeFilter(_byFilter[session]));

    public async Task<SessionEvent.HistoryRead> ReadAsync(string topic) => Assert.IsType<SessionEvent.HistoryRead>(await AskHistoryAsync(topic));

    /// <summary>Asks for the history.</summary>
    /// <returns>What the asker is told.</returns>
    public async Task<SessionEvent> AskHistoryAsync(string topic)
    {
        var reader = new AnswerProbe();
        Topics.Tell(new TopicMessage.ReadHistory(Sample.Topic(topic), new HistoryPart.After(0, 100_000), _client, reader, new RequestId("1"u8.ToArray())));
        return await reader.NextAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        await Log.DisposeAsync();
        await _redis.DisposeAsync();
        _metrics.Dispose();
    }
}

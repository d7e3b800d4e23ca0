using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Actors;
using WsBroker.Benchmarks.Topics;
using WsBroker.Broker;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;
using WsBroker.Redis;

namespace WsBroker.Benchmarks.Redis;

/// <summary>How many acknowledged publications of 100 bytes a second go from one node to the subscribers of another, through one Redis.</summary>
internal sealed class SharedTopics : IAsyncDisposable
{
    private static readonly Participant _client = new(new ClientId(1), User: null);
    private static readonly Content _content = new(PayloadKind.Binary, new byte[100]);

    private readonly LocalActorSystem _system = new(new ActorSystemOptions { DeadLetter = static (_, message) => TopicsActor.AnswerDeadLetter(message) });
    private readonly BrokerMetrics _metrics = new();
    private readonly RedisConnections _redis;
    private readonly RedisSharedLog _log;
    private readonly ActorRef<TopicsMessage> _topics;

    private SharedTopics(RedisConnections redis)
    {
        _redis = redis;
        _log = new RedisSharedLog(redis, NullLogger.Instance);
        var settings = new TopicSettings { Durability = Durability.Redis };
        _topics = _system.Spawn(TopicsActor.Props(
            new TopicOptions { Rules = new TopicRules { Otherwise = settings }, Shared = _log }, new CountedIdentifiers(), _metrics));
    }

    /// <summary>Measures and prints.</summary>
    /// <param name="connection">Of a Redis that may be filled.</param>
    /// <param name="topics">To so many topics is published.</param>
    /// <param name="publishers">So many publishers, each with 64 publications on their way.</param>
    public static async Task RunAsync(string connection, int topics, int publishers)
    {
        var options = new RedisOptions([connection]) { Prefix = $"bench{Guid.NewGuid():n}" };
        await using var one = new SharedTopics(await RedisConnections.OpenAsync(options, NullLogger.Instance));
        await using var two = new SharedTopics(await RedisConnections.OpenAsync(options, NullLogger.Instance));
        var names = Enumerable.Range(0, topics).Select(Name).ToList();
        var subscribers = names.ConvertAll(two.Subscribe);
        var all = Enumerable.Range(0, publishers).Select(number => new WindowedPublisher(one._topics, names[number % topics], _client, _content)).ToList();
        all.ForEach(static publisher => publisher.Begin());
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(3));
        await timer.WaitForNextTickAsync();
        for (var round = 0; round < 5; round++)
        {
            var (acknowledged, heard, began, cpu) = (all.Sum(static one => one.Acknowledged), subscribers.Sum(static one => one.Heard), Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await timer.WaitForNextTickAsync();
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(all.Sum(static one => one.Acknowledged) - acknowledged) / seconds,10:F0} acknowledged/s {(subscribers.Sum(static one => one.Heard) - heard) / seconds,10:F0} heard/s {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds / seconds:F2} cores, refused {all.Sum(static one => one.Refused)}"));
        }

        all.ForEach(static publisher => publisher.End());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        await _log.DisposeAsync();
        await _redis.DisposeAsync();
        _metrics.Dispose();
    }

    private static TopicName Name(int number) =>
        TopicName.TryParse(FormattableString.Invariant($"rooms/{number}"), out var topic, out _)
            ? topic
            : throw new ArgumentOutOfRangeException(nameof(number), number, "makes no topic");

    private CountingSession Subscribe(TopicName topic)
    {
        var session = new CountingSession();
        _topics.Tell(new TopicMessage.Subscribe(
            topic, new Subscriber(TopicFilter.Of(topic), session, _client, new NoForm(), Echo: true), StartAt.Now.Instance, default));
        return session;
    }
}

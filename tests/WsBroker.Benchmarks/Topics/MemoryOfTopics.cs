using System.Diagnostics;
using System.Globalization;
using WsBroker.Actors;
using WsBroker.Broker;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Benchmarks.Topics;

/// <summary>What very many topics cost: with one subscriber each, and when they have been abandoned.</summary>
internal sealed class MemoryOfTopics : IAsyncDisposable
{
    // As the credit of sessions has it
    private const int MostOnTheWay = 1024;

    private readonly LocalActorSystem _system = new(new ActorSystemOptions
    {
        DeadLetter = static (_, message) => TopicsActor.AnswerDeadLetter(message),
    });

    private static readonly TopicOptions _options =
        new() { Rules = new TopicRules { Otherwise = new TopicSettings { MaxHistoryCount = 0 } } };

    private static readonly Participant _client = new(new ClientId(1), User: null);

    private readonly BrokerMetrics _metrics = new();
    private readonly ActorRef<TopicsMessage> _topics;

    private MemoryOfTopics() =>
        _topics = _system.Spawn(TopicsActor.Props(_options, new CountedIdentifiers(), _metrics));

    /// <summary>Measures and prints both.</summary>
    public static async Task RunAsync(int subscribed, int abandoned)
    {
        await using var memory = new MemoryOfTopics();
        await memory.SubscribeAsync(subscribed);
        await memory.AbandonAsync(abandoned);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        _metrics.Dispose();
    }

    private async Task SubscribeAsync(int count)
    {
        var sessions = Enumerable.Range(0, count).Select(static _ => new QuietSession()).ToArray();
        var form = new NoForm();
        var before = Heap();
        for (var number = 0; number < count; number++)
        {
            var topic = Name($"room/{number}");
            var subscriber = new Subscriber(TopicFilter.Of(topic), sessions[number], _client, form, Echo: true);
            _topics.Tell(new TopicMessage.Subscribe(topic, subscriber, StartAt.Now.Instance, Wanted));
        }

        await ToldAsync(2L * count);
        Print($"{count} topics with one subscriber each: {(Heap() - before) / count} bytes of heap a topic");
        foreach (var number in Enumerable.Range(0, count))
        {
            var topic = Name($"room/{number}");
            _topics.Tell(new TopicMessage.Unsubscribe(topic, TopicFilter.Of(topic), sessions[number], Wanted));
        }

        await ToldAsync(3L * count);
        await NoneAsync();
        Print($"after all have unsubscribed: {Heap() - before} bytes more than before");
    }

    private async Task AbandonAsync(int count)
    {
        var before = Heap();
        var told = QuietSession.Told;
        var publisher = new QuietSession();
        var content = new Content(PayloadKind.Text, "x"u8.ToArray());
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < count; number++)
        {
            await ToldAsync(told + number - MostOnTheWay);
            _topics.Tell(new TopicMessage.Publish(Name($"once/{number}"), content, _client, publisher, default));
        }

        await ToldAsync(told + count);
        var took = Stopwatch.GetElapsedTime(started);
        await NoneAsync();
        Print($"{count} topics created and abandoned in {took.TotalSeconds:F1} s: {Heap() - before} bytes more than before");
    }

    private static RequestId Wanted { get; } = new("1"u8.ToArray());

    private static async Task ToldAsync(long count)
    {
        while (QuietSession.Told < count)
        {
            await Task.Yield();
        }
    }

    private async Task NoneAsync()
    {
        for (var left = 1; left > 0;)
        {
            var listing = new Listing();
            _topics.Tell(new TopicsMessage.ListTopics(All, listing));
            left = await listing.Count;
        }
    }

    private static TopicFilter All { get; } = TopicFilter.TryParse("#", out var all, out _) ? all : throw new UnreachableException();

    private static long Heap()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static TopicName Name(string text) =>
        TopicName.TryParse(text, out var name, out _) ? name : throw new ArgumentException("no name", nameof(text));

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

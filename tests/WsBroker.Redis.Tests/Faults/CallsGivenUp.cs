using System.Diagnostics.Metrics;
using System.Text;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;
using Xunit.Abstractions;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>A node that gives its calls up, again and again, while their answers are still on the way.</summary>
public sealed class CallsGivenUp(ITestOutputHelper output) : IDisposable
{
    private static readonly int _topics = Scale.IsLong ? 600 : 60;

    /// <summary>So many calls have to be given up, and of so many answers nobody may be there any more who asked.</summary>
    private static readonly int _wanted = Scale.IsLong ? 100_000 : 300;

    // What Redis takes from that many topics while it answers
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(Scale.IsLong ? 100 : 10);

    private static readonly TopicSettings _settings = new() { MaxHistoryCount = 10_000, MaxHistoryBytes = 10_000_000 };

    private readonly MeterListener _listener = new();
    private int _answered;
    private int _givenUp;
    private int _left;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task AZ_08_No_answer_of_a_call_that_was_given_up_ever_reaches_another()
    {
        await using var server = await RedisServer.StartAsync();
        await using var hasty = await RedisNode.StartAsync(Sample.Options(server.Connection) with { Timeout = TimeSpan.FromMilliseconds(200) }, _settings);
        CountTimeouts(hasty);
        using var done = new CancellationTokenSource();
        var pausing = PauseAsync(server, done.Token);

        var acknowledged = await Task.WhenAll(Enumerable.Range(0, _topics).Select(number => AskAsync(hasty, $"t/{number}")));
        await done.CancelAsync();
        await pausing;

        output.WriteLine($"{_answered} answered, {_givenUp} given up, {_left} that nobody waited for");
        Assert.InRange(Math.Min(_givenUp, _left), _wanted, int.MaxValue);
        await using var calm = await RedisNode.StartAsync(server, _settings);
        for (var number = 0; number < _topics; number++)
        {
            var texts = TextsOf(await calm.ReadAsync($"t/{number}"), $"t/{number}");
            Assert.All(acknowledged[number], one => Assert.Equal(one.Value, texts[one.Key]));
        }
    }

    /// <summary>Has Redis answer later than is waited for, for a moment, again and again.</summary>
    private static async Task PauseAsync(RedisServer server, CancellationToken done)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (!done.IsCancellationRequested)
        {
            await server.RunAsync("client", "pause", "250");
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Publishes to one topic and reads it, in turn, and leaves in between without waiting for what was asked, until enough is acknowledged.</summary>
    /// <returns>What was acknowledged, by its offset.</returns>
    private async Task<Dictionary<long, string>> AskAsync(RedisNode node, string topic)
    {
        var acknowledged = new Dictionary<long, string>();
        using var pace = new PeriodicTimer(_pause);
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(2 * Scale.Of(1)));
        for (var number = 0; acknowledged.Count < Scale.Of(8) || Volatile.Read(ref _givenUp) < _wanted || Volatile.Read(ref _left) < _wanted; number++)
        {
            node.PublishLater(topic, $"{topic} left {number}", new ActorProbe<SessionMessage>());
            Interlocked.Increment(ref _left);
            var text = $"{topic} {number}";
            if (Note(await node.PublishAsync(topic, text)) is SessionEvent.Published published)
            {
                acknowledged.Add(published.Offset, text);
            }

            if (Note(await node.AskHistoryAsync(topic)) is SessionEvent.HistoryRead history)
            {
                TextsOf(history, topic);
            }

            await pace.WaitForNextTickAsync(late.Token);
        }

        return acknowledged;
    }

    private SessionEvent Note(SessionEvent answer)
    {
        if (answer is SessionEvent.Refused refused)
        {
            Assert.True(refused.Code.IsRetryable(), $"{refused.Code}");
        }
        else
        {
            Interlocked.Increment(ref _answered);
        }

        return answer;
    }

    private void CountTimeouts(RedisNode node)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, node.Connections.Metrics.Meter) && instrument.Name is "wsbroker.redis.failures")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (string.Equals(tags[0].Value?.ToString(), nameof(RedisFailure.Timeout), StringComparison.Ordinal))
            {
                Interlocked.Add(ref _givenUp, (int)count);
            }
        });
        _listener.Start();
    }

    private static Dictionary<long, string> TextsOf(SessionEvent.HistoryRead history, string topic)
    {
        var texts = history.Publications.ToDictionary(static one => one.Offset, static one => Encoding.UTF8.GetString(one.Content.Payload.Span));
        Assert.All(texts.Values, text => Assert.StartsWith($"{topic} ", text, StringComparison.Ordinal));
        return texts;
    }
}

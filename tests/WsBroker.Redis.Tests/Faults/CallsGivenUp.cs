using System.Text;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;
using Xunit.Abstractions;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>A node that gives its calls up, again and again, while their answers are still on the way.</summary>
public sealed class CallsGivenUp(ITestOutputHelper output)
{
    private static readonly int _topics = Scale.IsLong ? 600 : 60;

    /// <summary>So many have to be given up.</summary>
    private static readonly int _wanted = Scale.IsLong ? 100_000 : 1;

    // What Redis takes from that many topics while it answers
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(Scale.IsLong ? 100 : 10);

    private static readonly TopicSettings _settings = new() { MaxHistoryCount = 10_000, MaxHistoryBytes = 10_000_000 };

    private int _answered;
    private int _givenUp;

    [Fact]
    public async Task AZ_08_No_answer_of_a_call_that_was_given_up_ever_reaches_another()
    {
        await using var server = await RedisServer.StartAsync();
        await using var hasty = await RedisNode.StartAsync(Sample.Options(server.Connection) with { Timeout = TimeSpan.FromMilliseconds(200) }, _settings);
        using var done = new CancellationTokenSource();
        var pausing = PauseAsync(server, done.Token);

        var acknowledged = await Task.WhenAll(Enumerable.Range(0, _topics).Select(number => AskAsync(hasty, $"t/{number}")));
        await done.CancelAsync();
        await pausing;

        output.WriteLine($"{_answered} answered, {_givenUp} given up");
        Assert.InRange(_givenUp, _wanted, int.MaxValue);
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

    /// <summary>Publishes to one topic and reads it, in turn, until enough is acknowledged.</summary>
    /// <returns>What was acknowledged, by its offset.</returns>
    private async Task<Dictionary<long, string>> AskAsync(RedisNode node, string topic)
    {
        var acknowledged = new Dictionary<long, string>();
        using var pace = new PeriodicTimer(_pause);
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(2 * Scale.Of(1)));
        for (var number = 0; acknowledged.Count < Scale.Of(8) || Volatile.Read(ref _givenUp) < _wanted; number++)
        {
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
            Interlocked.Increment(ref _givenUp);
        }
        else
        {
            Interlocked.Increment(ref _answered);
        }

        return answer;
    }

    private static Dictionary<long, string> TextsOf(SessionEvent.HistoryRead history, string topic)
    {
        var texts = history.Publications.ToDictionary(static one => one.Offset, static one => Encoding.UTF8.GetString(one.Content.Payload.Span));
        Assert.All(texts.Values, text => Assert.StartsWith($"{topic} ", text, StringComparison.Ordinal));
        return texts;
    }
}

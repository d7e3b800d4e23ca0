using WsBroker.Client.Tests.Peers;
using WsBroker.TestKit;

namespace WsBroker.Client.Tests.AgainstServer;

/// <summary>A subscriber that reads too slowly, of a topic that drops what is too old then.</summary>
public sealed class SlowSubscriberTests
{
    [Fact]
    public async Task Is_told_in_their_place_exactly_which_messages_it_does_not_get()
    {
        // 12 MB, more than the buffers of both sides and of the kernel between them
        const int published = 1500;
        await using var server = await ServerProcess.StartAsync(
            "--set", "topics:0:match=slow", "--set", "topics:0:overflow=drop-oldest", "--set", "limits:queuedBytes=65536", "--set", "connection:writeTimeout=00:01:00");
        await using var publisher = await WsBrokerClient.ConnectAsync(server.Ws);
        await using var subscriber = await WsBrokerClient.ConnectAsync(server.Ws, new() { Compression = false, MaxBufferedBytes = 64 * 1024 });
        var told = new List<(long From, long To)>();
        var gaps = new List<TopicGap>();
        var stands = new TaskCompletionSource();
        var options = new SubscribeOptions
        {
            Subscribed = _ => stands.TrySetResult(),
            GapDetected = gap =>
            {
                gaps.Add(gap);
                told.Add((gap.From!.Value, gap.To!.Value));
            },
        };
        await using var messages = subscriber.SubscribeAsync("slow", options).GetAsyncEnumerator();
        var next = messages.NextAsync();
        await stands.Task.Soon();

        for (var number = 0; number < published; number++)
        {
            await publisher.PublishAsync("slow", new byte[6000]).Soon();
        }

        for (var message = await next; ; message = await messages.NextAsync())
        {
            told.Add((message.Offset, message.Offset));
            if (message.Offset == published)
            {
                break;
            }
        }

        Assert.All(gaps, static gap => Assert.Equal((GapReason.Declared, "slow"), (gap.Reason, gap.Detail)));
        Assert.NotEmpty(gaps);
        Assert.Equal([1, .. told.SkipLast(1).Select(static one => one.To + 1)], told.Select(static one => one.From));
    }
}

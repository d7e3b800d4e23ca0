using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using WsBroker.TestKit;
using Xunit.Abstractions;

namespace WsBroker.EndToEnd.Tests.FanOut;

/// <summary>A thousand subscribers of one topic get a hundred million deliveries: all, in one order, none twice.</summary>
[Collection(Alone.Name)]
public sealed class FanOutTests(ITestOutputHelper output)
{
    private const int Subscribers = 1000;
    private const int Messages = 100_000;
    private const int Coming = 100;

    // So many messages go out with one write, and so many such blocks ahead of the slowest subscriber: some 130 KiB for
    // each, which is well below what may wait for one
    private const int BlockLength = 500;
    private const int BlocksAhead = 4;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_thousand_subscribers_get_100_000_messages_in_one_order_and_none_twice()
    {
        using var timeout = new CancellationTokenSource(_patience);
        await using var server = await ServerProcess.StartAsync();

        await FanOutAsync(server, "fan-out", timeout.Token);
    }

    [Fact]
    public async Task A_thousand_subscribers_do_not_notice_a_hundred_that_come_and_leave()
    {
        using var timeout = new CancellationTokenSource(_patience);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token);
        await using var server = await ServerProcess.StartAsync();
        var comers = new Comers(server.Http, "fan-out", seed: 20_261_122);
        var coming = comers.RunAsync(Coming, leave.Token);

        await FanOutAsync(server, "fan-out", timeout.Token);
        await leave.CancelAsync();
        await coming;

        output.WriteLine($"{comers.Stays} stays");
        Assert.True(comers.Stays >= Coming, $"only {comers.Stays} stays");
    }

    private async Task FanOutAsync(ServerProcess server, string topic, CancellationToken cancellationToken)
    {
        var pace = new Pace(Subscribers, Messages, BlockLength);
        var subscribers = new List<NumberSubscriber>();
        for (var i = 0; i < Subscribers; i++)
        {
            subscribers.Add(await NumberSubscriber.ConnectAsync(server.Http, topic, cancellationToken));
        }

        var started = Stopwatch.GetTimestamp();
        var reading = Task.WhenAll(subscribers.Select(subscriber => subscriber.ReadAsync(Messages, pace.Progress, cancellationToken)));
        var publishing = PublishAsync(server, topic, pace, cancellationToken);
        await await Task.WhenAny(reading, publishing);
        await reading;
        await publishing;
        var took = Stopwatch.GetElapsedTime(started);

        Assert.All(subscribers, subscriber => Assert.Equal((Messages, Messages), (subscriber.Check.Count, subscriber.Check.Last)));
        subscribers.ForEach(subscriber => subscriber.Dispose());
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(long)Subscribers * Messages:N0} deliveries in {took.TotalSeconds:F1} s"));
    }

    private static async Task PublishAsync(ServerProcess server, string topic, Pace pace, CancellationToken cancellationToken)
    {
        using var publisher = await RawConnection.OpenAsync(server.Http, $"/topics/{topic}?mode=pub", cancellationToken);
        for (var block = 0; block < Messages / BlockLength; block++)
        {
            await pace.AllHaveAsync(block - BlocksAhead, cancellationToken);
            ReadOnlyMemory<byte> frames = NumberedFrames.ForPublisher(1 + ((long)block * BlockLength), BlockLength);
            while (!frames.IsEmpty)
            {
                frames = frames[await publisher.SendAsync(frames, SocketFlags.None, cancellationToken)..];
            }
        }

        await pace.AllHaveAsync((Messages / BlockLength) - 1, cancellationToken);
    }
}

using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.SlowConsumers;

/// <summary>Who does not read is let go, and nobody else notices.</summary>
public sealed class CutTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task SC_01_A_subscriber_that_never_reads_is_closed_when_its_queue_is_full_and_counted()
    {
        await using var server = await Settings.StartAsync(Settings.CloseTimeout(1));
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var (memory, sockets) = (vitals.PeakResidentBytes, vitals.OpenSockets);
        var topic = TopicNames.Next();
        using var slow = await SlowSubscriber.OpenAsync(server.Http, topic);

        var publishing = PublishAsync(server, topic, count: 100, size: Mebibyte);
        await Metrics.AwaitEndedAsync(server, "SlowConsumer", 1, TimeSpan.FromSeconds(2) + StrictClient.Patience);

        await publishing;
        await vitals.ReturnToSocketsAsync(sockets);
        Assert.InRange(vitals.PeakResidentBytes - memory, 0, 128 * Mebibyte);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task SC_02_SC_08_SC_13_Who_never_reads_though_its_TCP_is_alive_is_closed_by_the_write_timeout_and_leaves_nothing_behind()
    {
        await using var server = await Settings.StartAsync(
            Settings.QueuedBytes(1024 * Mebibyte), Settings.WriteTimeout(1), Settings.CloseTimeout(1));
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var sockets = vitals.OpenSockets;
        var topic = TopicNames.Next();
        using var slow = await SlowSubscriber.OpenAsync(server.Http, topic);

        await PublishAsync(server, topic, count: 16, size: Mebibyte);
        await Metrics.AwaitEndedAsync(server, "WriteTimeout", 1, StrictClient.Patience);

        // The close frame had no room, and is not waited for longer than the time for closing
        await vitals.ReturnToSocketsAsync(sockets);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task SC_03_Who_reads_a_byte_now_and_then_is_closed_by_the_write_timeout()
    {
        await using var server = await Settings.StartAsync(
            Settings.QueuedBytes(1024 * Mebibyte), Settings.WriteTimeout(1), Settings.CloseTimeout(1));
        using var stop = new CancellationTokenSource(StrictClient.Patience * 2);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var topic = TopicNames.Next();
        using var slow = await SlowSubscriber.OpenAsync(server.Http, topic);

        await PublishAsync(server, topic, count: 16, size: Mebibyte);
        while (await Metrics.EndedAsync(server, "WriteTimeout") < 1)
        {
            await timer.WaitForNextTickAsync(stop.Token);
            await slow.ReadByteAsync(stop.Token);
        }
    }

    [Fact]
    public async Task SC_03_Who_reads_slowly_but_steadily_is_kept_though_the_kernel_tells_of_room_seldom()
    {
        // Far more than is asked for, and less than the kernel wants to be free before it tells of room
        const int aSecond = 8 * 64 * 1024;
        await using var server = await Settings.StartAsync(
            Settings.QueuedBytes(1024 * Mebibyte), Settings.WriteTimeout(1), Settings.CloseTimeout(0.5));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var topic = TopicNames.Next();
        using var slow = await SlowSubscriber.OpenAsync(server.Http, topic, receiveBuffer: 512 * 1024);

        // Once it has read fast, the kernel gives it large buffers
        await PublishAsync(server, topic, count: 32, size: Mebibyte);
        await slow.ReadAsync(8 * Mebibyte);
        for (var tenth = 0; tenth < 50; tenth++)
        {
            await timer.WaitForNextTickAsync();
            await slow.ReadAsync(aSecond / 10);
        }

        Assert.Equal(0, await Metrics.EndedAsync(server, "WriteTimeout"));
    }

    [Fact]
    public async Task SC_12_Who_sends_and_never_reads_its_answers_is_not_read_and_then_closed()
    {
        await using var server = await Settings.StartAsync(
            Settings.QueuedBytes(Mebibyte), Settings.WriteTimeout(1), Settings.CloseTimeout(1));
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var memory = vitals.PeakResidentBytes;
        using var client = await StrictClient.OpenAsync(server.Http, "/", StrictClient.SmallReceiveBuffer);
        byte[] commands = [.. Enumerable.Range(0, 1000).SelectMany(static _ => ClientFrame.Text("""{"id":1,"ping":{}}""").ToBytes())];

        // In the end its own TCP is full, since nobody reads, and then the connection is gone
        var refused = 0;
        for (var more = 0; more < 10_000 && refused == 0; more++)
        {
            refused = await client.WriteUntilRefusedAsync(commands, commands.Length) < commands.Length ? 1 : 0;
        }

        await Metrics.AwaitEndedAsync(server, "WriteTimeout", 1, StrictClient.Patience);
        Assert.InRange(vitals.PeakResidentBytes - memory, 0, 128 * Mebibyte);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task SC_14_When_too_much_waits_on_the_node_those_with_the_most_are_closed_and_memory_stays_bounded()
    {
        await using var server = await Settings.StartAsync(
            Settings.QueuedBytes(64 * Mebibyte), Settings.TotalQueuedBytes(64 * Mebibyte), Settings.CloseTimeout(1));
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var memory = vitals.PeakResidentBytes;
        var topics = Enumerable.Range(0, 8).Select(static _ => TopicNames.Next()).ToList();
        var slow = await Task.WhenAll(topics.Select(topic => SlowSubscriber.OpenAsync(server.Http, topic)));

        // The last one gets the most; none of it is shared
        for (var index = 0; index < topics.Count; index++)
        {
            await PublishAsync(server, topics[index], count: 12 + (index * 4), size: Mebibyte);
        }

        await Metrics.AwaitEndedAsync(server, "Shed", 2, StrictClient.Patience);
        Assert.InRange(await Metrics.EndedAsync(server, "Shed"), 2, 6);
        Assert.InRange(await Metrics.ReadAsync(server, "wsbroker_queued_bytes"), 1, 64 * Mebibyte);
        Assert.InRange(vitals.PeakResidentBytes - memory, 0, 384 * Mebibyte);
        await witness.AssertWellAsync();
        Array.ForEach(slow, static one => one.Dispose());
    }

    private static async Task PublishAsync(ServerProcess server, string topic, int count, int size)
    {
        using var publisher = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?echo=true");
        var message = ClientFrame.Binary(new byte[size]);
        for (var number = 0; number < count; number++)
        {
            await publisher.WriteAsync(message);
            await publisher.ExpectAsync(message);
        }
    }
}

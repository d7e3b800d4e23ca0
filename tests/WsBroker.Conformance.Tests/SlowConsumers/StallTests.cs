using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.SlowConsumers;

/// <summary>Many that stall at once, some that come back, and publishers that are faster than the rest.</summary>
public sealed class StallTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int TryAgainLater = 1013;

    [Fact]
    public async Task SC_04_When_half_of_a_topics_subscribers_stall_the_others_get_all_and_memory_stays_bounded()
    {
        const int half = 100;
        const int messages = 3000;
        await using var server = await Settings.StartAsync(Settings.WriteTimeout(3), Settings.CloseTimeout(1));
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var topic = TopicNames.Next();
        var healthy = await OpenAllAsync(half, () => StrictClient.OpenAsync(server.Http, $"/topics/{topic}?mode=sub"));
        var stalled = await OpenAllAsync(half, () => SlowSubscriber.OpenAsync(server.Http, topic));
        var memory = vitals.PeakResidentBytes;

        var reading = Task.WhenAll(healthy.Select(client => ReadNumbersAsync(client, messages)));
        await PublishAsync(server, topic, messages, size: 2048);
        await reading;

        await Eventually.IsAsync(() => vitals.OpenSockets < stalled.Count + half, () => $"{vitals.OpenSockets} sockets are open");
        Assert.InRange(vitals.PeakResidentBytes - memory, 0, (half * Mebibyte) + (64 * Mebibyte));
        await witness.AssertWellAsync();
        healthy.ForEach(static client => client.Dispose());
        stalled.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task SC_05_Who_stalls_and_reads_again_before_the_limits_gets_everything_once_and_in_order()
    {
        await using var server = await Settings.StartAsync(Settings.QueuedBytes(64 * Mebibyte), Settings.WriteTimeout(60));
        var topic = TopicNames.Next();
        using var client = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?mode=sub", StrictClient.SmallReceiveBuffer);

        for (var round = 0; round < 3; round++)
        {
            await PublishAsync(server, topic, count: 1000, size: 12_000);
            await ReadNumbersAsync(client, 1000);
        }
    }

    [Fact]
    public async Task SC_06_Who_was_cut_connects_again_and_recovers_exactly_what_it_missed()
    {
        // Some 8 MB on the wire: more than the kernel holds, and less than may wait or be recovered
        const int messages = 80_000;
        await using var server = await Settings.StartAsync(
            Settings.QueuedBytes(32 * Mebibyte), Settings.WriteTimeout(1), Settings.CloseTimeout(30), ("limits:recoveredBytes", "33554432"), ("topics:0:match", "#"), ("topics:0:history:count", "100000"));
        var topic = TopicNames.Next();
        using var cut = await StrictClient.OpenAsync(server.Http, "/", StrictClient.SmallReceiveBuffer);
        var epoch = await SubscribeAsync(cut, $$"""{"topic":"{{topic}}"}""");

        await PublishAcknowledgedAsync(server, topic, messages);
        using var patience = new CancellationTokenSource(StrictClient.Patience);
        while (await Metrics.ReadAsync(server, "wsbroker_queued_bytes") > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
        }

        var offsets = (await cut.ReadUntilCloseAsync(TryAgainLater)).Select(static frame => OffsetIn(frame.Text)).ToList();
        Assert.InRange(offsets.Count, 1, messages - 1);

        using var again = await StrictClient.OpenAsync(server.Http, "/");
        await again.WriteAsync(ClientFrame.Text(
            $$$$"""{"id":1,"subscribe":{"topic":"{{{{topic}}}}","recover":{"epoch":"{{{{epoch}}}}","offset":{{{{offsets[^1]}}}}}}}"""));
        Assert.Contains("\"recovered\":true", await again.ReadTextAsync(), StringComparison.Ordinal);
        while (offsets.Count < messages)
        {
            offsets.Add(OffsetIn(await again.ReadTextAsync()));
        }

        Assert.Equal(Enumerable.Range(1, messages).Select(static offset => (long)offset), offsets);
    }

    [Fact]
    public async Task SC_07_Slow_clients_that_connect_again_at_once_and_fall_behind_again_are_not_noticed_by_others()
    {
        const int slow = 20;
        await using var server = await Settings.StartAsync(Settings.QueuedBytes(64 * 1024), Settings.CloseTimeout(1));
        await using var witness = await WitnessGroup.StartAsync(server);
        using var patience = new CancellationTokenSource(StrictClient.Patience * 3);
        var vitals = new ProcessVitals(server);
        var sockets = vitals.OpenSockets;
        var topic = TopicNames.Next();

        for (var round = 1; round <= 4; round++)
        {
            var clients = await OpenAllAsync(slow, () => SlowSubscriber.OpenAsync(server.Http, topic));
            await PublishAsync(server, topic, count: 8, size: Mebibyte);
            await Metrics.AwaitEndedAsync(server, "SlowConsumer", slow * round, StrictClient.Patience);
            await Task.WhenAll(clients.Select(client => client.ReadToEndAsync(patience.Token)));
            clients.ForEach(static client => client.Dispose());
        }

        await vitals.ReturnToSocketsAsync(sockets);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task SC_09_A_publisher_that_is_as_fast_as_it_can_be_gets_every_acknowledgement_in_order()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var memory = vitals.PeakResidentBytes;

        await PublishAcknowledgedAsync(server, TopicNames.Next(), 50_000);

        Assert.InRange(vitals.PeakResidentBytes - memory, 0, 128 * Mebibyte);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task SC_10_A_large_message_for_very_many_is_in_memory_once_and_others_are_not_kept_waiting()
    {
        const int subscribers = 400;
        const int messages = 20;
        await using var server = await ServerProcess.StartAsync();
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var topic = TopicNames.Next();
        var all = await OpenAllAsync(subscribers, () => StrictClient.OpenAsync(server.Http, $"/topics/{topic}?mode=sub", StrictClient.SmallReceiveBuffer));
        var memory = vitals.PeakResidentBytes;

        await PublishAsync(server, topic, messages, size: 64 * 1024);
        await Task.WhenAll(all.Select(client => ReadNumbersAsync(client, messages)));

        // A copy for each would be 500 MiB
        Assert.InRange(vitals.PeakResidentBytes - memory, 0, 96 * Mebibyte);
        await witness.AssertWellAsync();
        all.ForEach(static client => client.Dispose());
    }

    private static async Task<List<T>> OpenAllAsync<T>(int count, Func<Task<T>> openAsync)
    {
        var all = new List<T>();
        for (var number = 0; number < count; number++)
        {
            all.Add(await openAsync());
        }

        return all;
    }

    private static async Task PublishAsync(ServerProcess server, string topic, int count, int size)
    {
        using var publisher = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?echo=true");
        for (var number = 0; number < count; number++)
        {
            var message = Numbered(number, size);
            await publisher.WriteAsync(message);
            await publisher.ExpectAsync(message);
        }
    }

    private static async Task PublishAcknowledgedAsync(ServerProcess server, string topic, int count)
    {
        using var publisher = await StrictClient.OpenAsync(server.Http, "/");
        var publishing = WriteAllAsync(publisher, topic, count);
        for (var number = 1; number <= count; number++)
        {
            var answer = await publisher.ReadTextAsync();
            Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{{\"id\":{number},\"published\""), answer, StringComparison.Ordinal);
            Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"\"offset\":{number}}}}}"), answer, StringComparison.Ordinal);
        }

        await publishing;
    }

    private static async Task ReadNumbersAsync(StrictClient client, int count)
    {
        for (var number = 0; number < count; number++)
        {
            Assert.Equal(number, BinaryPrimitives.ReadInt32BigEndian((await client.ReadMessageAsync()).Payload));
        }
    }

    private static async Task WriteAllAsync(StrictClient publisher, string topic, int count)
    {
        foreach (var some in Enumerable.Range(1, count).Chunk(500))
        {
            await publisher.WriteAsync(some.SelectMany(number => ClientFrame.Text(string.Create(
                CultureInfo.InvariantCulture, $$$"""{"id":{{{number}}},"publish":{"topic":"{{{topic}}}","data":{{{number}}}}}""")).ToBytes()).ToArray());
        }
    }

    private static async Task<string> SubscribeAsync(StrictClient client, string body)
    {
        await client.WriteAsync(ClientFrame.Text($$"""{"id":1,"subscribe":{{body}}}"""));
        using var answer = JsonDocument.Parse(await client.ReadTextAsync());
        return answer.RootElement.GetProperty("subscribed").GetProperty("epoch").GetString()!;
    }

    private static long OffsetIn(string message)
    {
        using var json = JsonDocument.Parse(message);
        return json.RootElement.GetProperty("message").GetProperty("offset").GetInt64();
    }

    private static ClientFrame Numbered(int number, int size)
    {
        var payload = new byte[size];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        return ClientFrame.Binary(payload);
    }
}

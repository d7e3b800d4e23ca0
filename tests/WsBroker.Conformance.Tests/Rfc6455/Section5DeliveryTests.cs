using System.Buffers.Binary;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>What the broker sends stays a sequence of whole frames, however slowly it is read (RFC 6455 §5).</summary>
public sealed class Section5DeliveryTests
{
    private const int TryAgainLater = 1013;
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task FR_27_A_reader_in_small_bursts_gets_every_frame_whole_and_in_order(int seed)
    {
        // 12 MiB fill every buffer on the way, so that sends are cut wherever the reader happens to stop
        const int total = 12 * Mebibyte;
        await using var server = await Settings.StartAsync(Settings.QueuedBytes(64 * Mebibyte));
        var topic = TopicNames.Next();
        using var reader = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?mode=sub", StrictClient.SmallReceiveBuffer);
        using var publisher = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?mode=pub");
        var sizes = Sizes(seed, total);

        for (var i = 0; i < sizes.Count; i++)
        {
            await publisher.WriteAsync(Numbered(i, sizes[i]));
        }

        for (var i = 0; i < sizes.Count; i++)
        {
            await reader.ExpectAsync(Numbered(i, sizes[i]));
        }
    }

    [Fact]
    public async Task FR_28_Deliveries_pongs_answers_and_the_close_never_mix()
    {
        await using var server = await ServerProcess.StartAsync();
        var topic = TopicNames.Next();
        using var client = await StrictClient.OpenAsync(server.Http, "/");
        using var publisher = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?echo=true");
        var subscribe = ClientFrame.Text($$$"""{"id":0,"subscribe":{"topic":"{{{topic}}}"}}""");
        ClientFrame[] busy = [ClientFrame.Ping("ping"u8.ToArray()), ClientFrame.Text("""{"id":1,"ping":{}}""")];
        await client.WriteAsync(subscribe);
        Assert.Contains("subscribed", await client.ReadTextAsync(), StringComparison.Ordinal);

        var publishing = PublishAsync(publisher, rounds: 100, count: 50);
        for (var i = 0; i < 500; i++)
        {
            await client.WriteAsync(busy, Writing.Coalesced);
        }

        await publishing;
        await client.WriteAsync(ClientFrame.Close(1000));
        var frames = await client.ReadUntilCloseAsync(1000);

        var texts = frames.Where(frame => frame.Opcode is Opcode.Text).Select(frame => frame.Text).ToList();
        Assert.Equal(500, frames.Count(frame => frame.Opcode is Opcode.Pong));
        Assert.Equal(500, texts.Count(text => text.Contains("\"pong\"", StringComparison.Ordinal)));
        Assert.Equal(5000, texts.Count(text => text.Contains("\"message\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task CL_11_A_subscriber_that_never_reads_is_closed_with_1013_and_others_notice_nothing()
    {
        await using var server = await Settings.StartAsync(Settings.QueuedBytes(256 * 1024), Settings.CloseTimeout(5));
        await using var witness = await WitnessGroup.StartAsync(server);
        var topic = TopicNames.Next();
        var vitals = new ProcessVitals(server);
        var before = vitals.PeakResidentBytes;
        using var neverReading = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?mode=sub", StrictClient.SmallReceiveBuffer);
        using var healthy = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?echo=true");

        for (var i = 0; i < 512; i++)
        {
            var message = Numbered(i, 32 * 1024);
            await healthy.WriteAsync(message);
            await healthy.ExpectAsync(message);
        }

        // What it reads now is whole frames, contiguous from the first, and then why it was let go
        var delivered = await neverReading.ReadUntilCloseAsync(TryAgainLater);
        Assert.InRange(delivered.Count, 1, 511);
        Assert.All(delivered.Index(), item => Assert.Equal(item.Index, BinaryPrimitives.ReadInt32BigEndian(item.Item.Payload)));
        Assert.InRange(vitals.PeakResidentBytes - before, 0, 128 * Mebibyte);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task Clients_that_vanish_with_a_reset_cost_the_others_nothing()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var socketsBefore = vitals.OpenSockets;
        var topic = TopicNames.Next();

        for (var i = 0; i < 300; i++)
        {
            using var client = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?echo=true");
            await client.WriteAsync(ClientFrame.Binary(new byte[i * 100]).ToBytes().AsMemory(0, Math.Max(1, i)));
            client.Reset();
        }

        await vitals.ReturnToSocketsAsync(socketsBefore);
        await witness.AssertWellAsync();
    }

    private static async Task PublishAsync(StrictClient publisher, int rounds, int count)
    {
        for (var round = 0; round < rounds; round++)
        {
            ClientFrame[] messages = [.. Enumerable.Range(0, count).Select(i => ClientFrame.Text($"{round} {i}"))];
            await publisher.WriteAsync(messages, Writing.Coalesced);
            foreach (var message in messages)
            {
                await publisher.ExpectAsync(message);
            }
        }
    }

    // Sizes of all classes, so that the cuts fall into headers of each form too
    private static List<int> Sizes(int seed, int total)
    {
        int[] classes = [4, 60, 125, 126, 127, 1000, 65535, 65536, 200_001];
        var sizes = new List<int>();
        for (var i = seed; total > 0; i += seed)
        {
            sizes.Add(classes[i % classes.Length] + (classes[i % classes.Length] > 900 ? -(i % 97) : 0));
            total -= sizes[^1];
        }

        return sizes;
    }

    private static ClientFrame Numbered(int number, int size)
    {
        var payload = new byte[size];
        payload.AsSpan().Fill((byte)number);
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        return ClientFrame.Binary(payload);
    }
}

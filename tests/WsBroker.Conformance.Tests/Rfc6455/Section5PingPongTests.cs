using System.Buffers.Binary;
using System.Diagnostics;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>Pings and pongs in any number and at any time (RFC 6455 §5.5.2, §5.5.3).</summary>
public sealed class Section5PingPongTests
{
    // A million on the way to a release; these are 38 MB each way, far more than all buffers between hold
    private const int Many = 300_000;

    private const int BlockLength = 100;

    private const long MaxGrowth = 64 * 1024 * 1024;

    [Fact]
    public async Task FR_19_Ten_pings_at_once_are_answered_in_their_order()
    {
        await using var server = await ServerProcess.StartAsync();
        foreach (var writing in Enum.GetValues<Writing>())
        {
            using var client = await StrictClient.OpenAsync(server.Http, "/");
            ClientFrame[] pings = [.. Enumerable.Range(0, 10).Select(Numbered)];

            await client.WriteAsync(pings, writing);

            foreach (var ping in pings)
            {
                await client.ExpectPongAsync(ping.Payload);
            }
        }
    }

    [Fact]
    public async Task FR_19_300_000_pings_of_a_client_that_does_not_read_cost_bounded_memory()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var before = vitals.PeakResidentBytes;
        using var client = await StrictClient.OpenAsync(server.Http, "/", StrictClient.SmallReceiveBuffer);

        var sent = 0;
        var writing = WritePingsAsync(client, () => Interlocked.Increment(ref sent));
        await StallsAsync(() => Volatile.Read(ref sent), writing);
        var last = await ReadPongsAsync(client, Many - 1);
        await writing;

        Assert.Equal(Many - 1, last);
        Assert.InRange(vitals.PeakResidentBytes - before, 0, MaxGrowth);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task FR_20_300_000_pongs_that_nobody_asked_for_are_passed_over()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var before = vitals.PeakResidentBytes;
        using var client = await StrictClient.OpenAsync(server.Http, "/");
        byte[] block = [.. Enumerable.Range(0, BlockLength).SelectMany(i => (Numbered(i) with { Opcode = Opcode.Pong }).ToBytes())];

        for (var i = 0; i < Many / BlockLength; i++)
        {
            await client.WriteAsync(block);
        }

        var ping = ClientFrame.Ping("still there?"u8.ToArray());
        await client.WriteAsync(ping);
        await client.ExpectPongAsync(ping.Payload);
        Assert.InRange(vitals.PeakResidentBytes - before, 0, MaxGrowth);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task FR_20_Wrong_and_repeated_answers_to_a_ping_of_the_server_are_passed_over()
    {
        await using var server = await Settings.StartAsync(Settings.PingInterval(1), Settings.PongTimeout(5));
        using var client = await StrictClient.OpenAsync(server.Http, "/");

        var ping = await client.ReadFrameAsync();
        var right = ClientFrame.Pong(ping.Payload);
        await client.WriteAsync([ClientFrame.Pong("wrong"u8.ToArray()), right, right], Writing.Coalesced);

        Assert.Equal(Opcode.Ping, ping.Opcode);
        await client.WriteAsync(ClientFrame.Close(1000));
        await client.ExpectCloseAsync(1000);
    }

    [Fact]
    public async Task FR_21_A_client_that_stays_silent_is_pinged_and_then_closed_with_1008()
    {
        await using var server = await Settings.StartAsync(Settings.PingInterval(1), Settings.PongTimeout(1));
        using var client = await StrictClient.OpenAsync(server.Http, "/");
        var started = Stopwatch.GetTimestamp();

        var ping = await client.ReadFrameAsync();
        await client.ExpectCloseAsync(1008);

        Assert.Equal(Opcode.Ping, ping.Opcode);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(1), StrictClient.Patience);
    }

    [Fact]
    public async Task FR_21_A_client_that_sends_messages_is_alive_without_a_pong()
    {
        await using var server = await Settings.StartAsync(Settings.PingInterval(1), Settings.PongTimeout(1));
        using var client = await StrictClient.OpenAsync(server.Http, $"/topics/{TopicNames.Next()}?echo=true");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var started = Stopwatch.GetTimestamp();

        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(3))
        {
            var message = ClientFrame.Text("alive");
            await client.WriteAsync(message);
            await client.ExpectAsync(message);
            await timer.WaitForNextTickAsync();
        }
    }

    private static ClientFrame Numbered(int number)
    {
        var payload = new byte[125];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        return ClientFrame.Ping(payload);
    }

    private static async Task WritePingsAsync(StrictClient client, Action written)
    {
        for (var first = 0; first < Many; first += BlockLength)
        {
            await client.WriteAsync([.. Enumerable.Range(first, BlockLength).Select(Numbered)], Writing.Coalesced);
            written();
        }
    }

    /// <summary>Waits until the writer has stopped for want of room, which is how the server says that it is enough.</summary>
    private static async Task StallsAsync(Func<int> progress, Task writing)
    {
        var (seen, unchanged) = (-1, 0);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (unchanged < 10 && !writing.IsCompleted)
        {
            await timer.WaitForNextTickAsync();
            var now = progress();
            unchanged = now == seen ? unchanged + 1 : 0;
            seen = now;
        }

        Assert.False(writing.IsCompleted, $"the server took {Many} pings of a client that did not read");
    }

    // The newest would do (RFC 6455 §5.5.3), so gaps are allowed, but no step back
    private static async Task<int> ReadPongsAsync(StrictClient client, int until)
    {
        var last = -1;
        while (last < until)
        {
            var pong = await client.ReadFrameAsync();
            var number = BinaryPrimitives.ReadInt32BigEndian(pong.Payload);
            Assert.Equal(Opcode.Pong, pong.Opcode);
            Assert.True(number > last, $"pong {number} came after {last}");
            last = number;
        }

        return last;
    }
}

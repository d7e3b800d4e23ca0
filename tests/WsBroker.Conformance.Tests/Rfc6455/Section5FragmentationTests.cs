using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>Messages in fragments and what they may cost (RFC 6455 §5.4, §7.4.1).</summary>
public sealed class Section5FragmentationTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int PolicyViolation = 1008;
    private const int MessageTooBig = 1009;
    private const int Hostile = 200;
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(Settings.MaxMessageBytes)]
    public async Task FR_11_The_largest_message_comes_back_unchanged(int size)
    {
        using var client = await OpenAsync();
        var message = ClientFrame.Binary(new byte[size]);

        await client.WriteAsync(message);

        await client.ExpectAsync(message);
    }

    [Fact]
    public async Task FR_11_Fragments_of_the_largest_message_come_back_as_one()
    {
        using var client = await OpenAsync();
        ClientFrame[] fragments = [.. Fragments(Opcode.Binary, count: 16, size: Settings.MaxMessageBytes / 16)];

        await client.WriteAsync(fragments, Writing.FrameByFrame);

        await client.ExpectAsync(ClientFrame.Binary(new byte[Settings.MaxMessageBytes]));
    }

    [Theory]
    [InlineData(Writing.FrameByFrame)]
    [InlineData(Writing.Coalesced)]
    public async Task FR_11_Fragments_one_byte_over_the_limit_are_closed_with_1009_by_the_last_header(Writing writing)
    {
        using var client = await OpenAsync();
        ClientFrame[] fragments = [.. Fragments(Opcode.Binary, count: 16, size: Settings.MaxMessageBytes / 16)];
        fragments[^1] = fragments[^1] with { Fin = false };
        var last = new ClientFrame(Opcode.Continuation, ReadOnlyMemory<byte>.Empty) { Announced = 1 };

        await client.WriteAsync([.. fragments, last], writing);

        await client.ExpectCloseAsync(MessageTooBig);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task FR_12_FR_13_A_message_of_more_fragments_than_are_taken_is_closed_with_1008(int size)
    {
        foreach (var writing in Enum.GetValues<Writing>())
        {
            using var client = await OpenAsync();

            await client.WriteAsync([.. Unfinished(Settings.MaxFragments + 1, size)], writing);

            await client.ExpectCloseAsync(PolicyViolation);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task FR_12_FR_13_A_message_of_as_many_fragments_as_are_taken_comes_back_as_one(int size)
    {
        using var client = await OpenAsync();

        await client.WriteAsync([.. Fragments(Opcode.Text, Settings.MaxFragments, size)], Writing.Coalesced);

        await client.ExpectAsync(ClientFrame.Text(new byte[Settings.MaxFragments * size]));
    }

    [Fact]
    public async Task FR_10_A_header_that_promises_a_large_message_costs_nothing_and_is_not_waited_for()
    {
        await using var server = await Settings.StartAsync(Settings.MessageTimeout(1));

        // 200 MiB if the promises were believed
        await HoldAsync(server, ClientFrame.Binary(new byte[1]) with { Announced = Settings.MaxMessageBytes });
    }

    [Fact]
    public async Task FR_14_Messages_held_just_under_the_most_fragments_cost_little_and_are_not_waited_for()
    {
        await using var server = await Settings.StartAsync(Settings.MessageTimeout(1));

        await HoldAsync(server, [.. Unfinished(Settings.MaxFragments - 1, size: 1)]);
    }

    [Fact]
    public async Task FR_15_Ten_times_the_fragments_of_a_message_cost_ten_times_as_much_and_no_more()
    {
        await using var server = await Settings.StartAsync(Settings.Fragments(20_000));
        await CostOfFragmentsAsync(server, messages: 40, fragments: 1000);

        var shortOnes = await CostOfFragmentsAsync(server, messages: 40, fragments: 1000);
        var longOnes = await CostOfFragmentsAsync(server, messages: 4, fragments: 10_000);

        // The same bytes; what is quadratic would take ten times as long
        Assert.InRange(longOnes, TimeSpan.Zero, (shortOnes * 2.5) + TimeSpan.FromMilliseconds(150));
    }

    [Theory]
    [InlineData(Writing.FrameByFrame)]
    [InlineData(Writing.ByteByByte)]
    [InlineData(Writing.Coalesced)]
    public async Task FR_17_A_ping_between_fragments_is_answered_before_the_message_ends(Writing writing)
    {
        using var client = await OpenAsync();
        var ping = ClientFrame.Ping("in between"u8.ToArray());

        await client.WriteAsync([ClientFrame.Text("one ") with { Fin = false }, ping], writing);
        await client.ExpectPongAsync(ping.Payload);
        await client.WriteAsync([ClientFrame.Continuation("two "u8.ToArray(), fin: false), ping], writing);
        await client.ExpectPongAsync(ping.Payload);
        await client.WriteAsync([ClientFrame.Continuation("three"u8.ToArray(), fin: true)], writing);

        await client.ExpectAsync(ClientFrame.Text("one two three"));
    }

    [Theory]
    [InlineData(Writing.FrameByFrame)]
    [InlineData(Writing.ByteByByte)]
    [InlineData(Writing.Coalesced)]
    public async Task FR_17_A_ping_and_a_close_between_fragments_are_answered_in_their_order(Writing writing)
    {
        using var client = await OpenAsync();
        var ping = ClientFrame.Ping("in between"u8.ToArray());

        await client.WriteAsync(
            [ClientFrame.Text("begun") with { Fin = false }, ping, ClientFrame.Close(1000), ClientFrame.Continuation(default, fin: true)],
            writing);

        await client.ExpectPongAsync(ping.Payload);
        await client.ExpectCloseAsync(1000);
    }

    [Theory]
    [InlineData(Writing.FrameByFrame)]
    [InlineData(Writing.ByteByByte)]
    [InlineData(Writing.Coalesced)]
    public async Task FR_17_Fragments_with_pongs_and_empty_parts_between_them_come_back_as_one(Writing writing)
    {
        using var client = await OpenAsync();

        await client.WriteAsync(
            [
                ClientFrame.Binary(default) with { Fin = false },
                ClientFrame.Pong("nobody asked"u8.ToArray()),
                ClientFrame.Continuation(new byte[] { 1 }, fin: false),
                ClientFrame.Continuation(default, fin: false),
                ClientFrame.Continuation(new byte[] { 2, 3 }, fin: false),
                ClientFrame.Continuation(default, fin: true),
            ],
            writing);

        await client.ExpectAsync(ClientFrame.Binary(new byte[] { 1, 2, 3 }));
    }

    private static IEnumerable<ClientFrame> Fragments(Opcode opcode, int count, int size) =>
        Enumerable.Range(0, count).Select(i => new ClientFrame(i == 0 ? opcode : Opcode.Continuation, new byte[size])
        {
            Fin = i == count - 1,
        });

    private static IEnumerable<ClientFrame> Unfinished(int count, int size) =>
        Fragments(Opcode.Text, count + 1, size).Take(count);

    /// <summary>Many clients send the same beginning of a message and wait; each is closed with 1008, and memory stays low.</summary>
    private static async Task HoldAsync(ServerProcess server, params ClientFrame[] beginning)
    {
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var memoryBefore = vitals.PeakResidentBytes;
        var clients = new List<StrictClient>();
        for (var i = 0; i < Hostile; i++)
        {
            clients.Add(await StrictClient.OpenAsync(server.Http, $"/topics/{TopicNames.Next()}"));
            await clients[i].WriteAsync(beginning, Writing.Coalesced);
        }

        foreach (var client in clients)
        {
            // A close of its own would be taken for a part of the message
            Assert.Equal(PolicyViolation, (await client.ReadFrameAsync()).CloseCode);
            client.Dispose();
        }

        Assert.InRange(vitals.PeakResidentBytes - memoryBefore, 0, 64 * Mebibyte);
        await witness.AssertWellAsync();
    }

    private static async Task<TimeSpan> CostOfFragmentsAsync(ServerProcess server, int messages, int fragments)
    {
        const int fragmentSize = 64;
        using var client = await StrictClient.OpenAsync(server.Http, $"/topics/{TopicNames.Next()}?echo=true");
        byte[] message = [.. Fragments(Opcode.Binary, fragments, fragmentSize).SelectMany(frame => frame.ToBytes())];
        var vitals = new ProcessVitals(server);
        var before = vitals.ProcessorTime;
        for (var i = 0; i < messages; i++)
        {
            await client.WriteAsync(message);
            Assert.Equal(fragments * fragmentSize, (await client.ReadMessageAsync()).Payload.Length);
        }

        return vitals.ProcessorTime - before;
    }

    private Task<StrictClient> OpenAsync() => StrictClient.OpenAsync(broker.Address, $"/topics/{TopicNames.Next()}?echo=true");
}

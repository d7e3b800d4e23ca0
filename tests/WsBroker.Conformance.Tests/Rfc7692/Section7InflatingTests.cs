using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;

namespace WsBroker.Conformance.Tests.Rfc7692;

/// <summary>What compressed messages may hold and cost (RFC 7692 §7.2.2, §8).</summary>
public sealed class Section7InflatingTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int InvalidPayload = 1007;
    private const int MessageTooBig = 1009;
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData("F248CDC9C90700", "Hello")]
    [InlineData("000500FAFF48656C6C6F00", "Hello")]
    [InlineData("F348CDC9C9070000", "Hello")]
    [InlineData("F348CDC9C90700", "Hello")]
    [InlineData("F348CDC9C90700F248CDC9C90700", "HelloHello")]
    [InlineData("F24805000000FFFFCAC9C90700", "Hello")]
    [InlineData("00", "")]
    [InlineData("000000FFFF000000FFFF000000FFFF000000FFFF000000FFFF000000FFFF000000FFFF000000FFFF000000FFFF00", "")]
    public async Task PD_06_Blocks_of_all_kinds_are_inflated(string payload, string text)
    {
        using var client = await OpenAsync();

        await client.WriteAsync(Deflated.Frame(Opcode.Text, Convert.FromHexString(payload)));

        await client.ExpectAsync(ClientFrame.Text(text));
    }

    [Theory]
    [InlineData("07")]
    [InlineData("F248CDC9")]
    [InlineData("000500FAFE48656C6C6F00")]
    [InlineData("02020000")]
    [InlineData("FFFFFFFFFF")]
    public async Task PD_06_Corrupt_or_cut_data_is_1007_and_nothing_after_it_counts(string payload)
    {
        using var client = await OpenAsync();

        await client.WriteAsync(
            [Deflated.Frame(Opcode.Text, Convert.FromHexString(payload)), ClientFrame.Ping("x"u8.ToArray())], Writing.Coalesced);

        await client.ExpectCloseAsync(InvalidPayload);
    }

    [Fact]
    public async Task UT_05_Text_that_inflates_to_what_is_no_UTF_8_is_1007()
    {
        using var client = await OpenAsync();

        await client.WriteAsync(Deflated.Frame(Opcode.Text, Deflated.Payload([.. "Hello "u8, 0xED, 0xA0, 0x80])));

        await client.ExpectCloseAsync(InvalidPayload);
    }

    [Fact]
    public async Task UT_05_Non_characters_NUL_and_BOM_are_kept()
    {
        using var client = await OpenAsync();
        const string Text = "\uFEFF\0\uFFFE\uFFFF κόσμε 😀";

        await client.WriteAsync(Deflated.Text(Text));

        await client.ExpectAsync(ClientFrame.Text(Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task PD_03_A_bomb_is_closed_with_1009_costs_no_memory_and_nobody_else_notices(int fragments)
    {
        await using var server = await Settings.StartAsync();
        await using var witnesses = await WitnessGroup.StartAsync(server);
        var payload = Deflated.Payload(new byte[1000 * Mebibyte]);
        Assert.InRange(payload.Length, 900_000, Mebibyte);
        var bomb = Deflated.Fragments(Opcode.Binary, payload, (payload.Length / fragments) + 1).ToList();
        var vitals = new ProcessVitals(server);
        var before = vitals.ResidentBytes;

        for (var round = 0; round < 10; round++)
        {
            using var client = await StrictClient.OpenCompressedAsync(server.Http, Echo());
            await client.WriteUntilRefusedAsync(bomb.SelectMany(frame => frame.ToBytes()).ToArray(), writeSize: 64 * 1024);
            await client.ExpectCloseAsync(MessageTooBig);
        }

        Assert.InRange(vitals.ResidentBytes - before, long.MinValue, 64L * Mebibyte);
        await witnesses.AssertWellAsync();
    }

    [Fact]
    public async Task PD_04_The_largest_message_is_taken_and_a_byte_more_is_1009()
    {
        using var client = await OpenAsync();
        var largest = new byte[Settings.MaxMessageBytes];

        await client.WriteAsync(Deflated.Binary(largest));
        await client.ExpectAsync(ClientFrame.Binary(largest));
        await client.WriteAsync([Deflated.Binary([.. largest, 1]), ClientFrame.Ping("x"u8.ToArray())], Writing.Coalesced);

        await client.ExpectCloseAsync(MessageTooBig);
    }

    [Fact]
    public async Task PD_05_More_compressed_bytes_than_a_message_may_have_is_1009_by_the_header()
    {
        using var client = await OpenAsync();

        await client.WriteAsync(Deflated.Frame(Opcode.Binary, ReadOnlyMemory<byte>.Empty) with { Announced = 2 * Settings.MaxMessageBytes });

        await client.ExpectCloseAsync(MessageTooBig);
    }

    [Fact]
    public async Task PD_12_Connections_that_are_reset_amid_a_compressed_message_harm_nobody()
    {
        await using var server = await Settings.StartAsync();
        await using var witnesses = await WitnessGroup.StartAsync(server);
        var frame = Deflated.Text(Deflated.Json(60_000)).ToBytes();
        const int Connections = 10_000;
        const int AtOnce = 50;
        var next = 0;

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref next); number <= Connections; number = Interlocked.Increment(ref next))
            {
                using var client = await StrictClient.OpenCompressedAsync(server.Http, "/topics/reset?echo=true");
                await client.WriteAsync(frame.AsMemory(0, number % 3 == 0 ? frame.Length : number % frame.Length));
                client.Reset();
            }
        }));

        using var after = await StrictClient.OpenCompressedAsync(server.Http, Echo());
        var text = Deflated.Json(3_000);
        await after.WriteAsync(Deflated.Text(text));
        await after.ExpectAsync(ClientFrame.Text(text));
        await witnesses.AssertWellAsync();
    }

    private Task<StrictClient> OpenAsync() => StrictClient.OpenCompressedAsync(broker.Address, Echo());

    private static string Echo() => $"/topics/{TopicNames.Next()}?echo=true";
}

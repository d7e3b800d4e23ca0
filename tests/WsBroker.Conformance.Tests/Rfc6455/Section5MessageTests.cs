using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>Good frames, however they are cut, come through unchanged (RFC 6455 §5.2 to §5.6).</summary>
public sealed class Section5MessageTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private static readonly int[] _sizes = [0, 1, 125, 126, 127, 128, 65535, 65536];

    /// <summary>Each size as text and as bytes, in each way of writing.</summary>
    public static TheoryData<int, bool, Writing> Sizes()
    {
        var rows = new TheoryData<int, bool, Writing>();
        foreach (var size in _sizes)
        {
            foreach (var writing in Enum.GetValues<Writing>())
            {
                rows.Add(size, true, writing);
                rows.Add(size, false, writing);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task FR_01_A_message_of_any_size_comes_back_unchanged(int size, bool isText, Writing writing)
    {
        using var client = await OpenAsync();
        var message = isText ? ClientFrame.Text(new string('*', size)) : ClientFrame.Binary(Bytes(size));

        await client.WriteAsync([message, message], writing);

        await client.ExpectAsync(message);
        await client.ExpectAsync(message);
    }

    [Theory]
    [InlineData(997)]
    [InlineData(1460)]
    [InlineData(3)]
    public async Task FR_01_64_KiB_in_chops_come_back_unchanged(int writeSize)
    {
        using var client = await OpenAsync();
        var message = ClientFrame.Binary(Bytes(65536));

        await client.WriteAsync(message.ToBytes(), writeSize);

        await client.ExpectAsync(message);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(50)]
    [InlineData(2000)]
    public async Task FR_02_Frames_coalesced_in_one_write_are_all_read(int count)
    {
        using var client = await OpenAsync();
        ClientFrame[] frames = [.. Enumerable.Range(0, count).Select(i => ClientFrame.Binary(Bytes(i % 40)))];

        await client.WriteAsync(frames, Writing.Coalesced);

        foreach (var frame in frames)
        {
            await client.ExpectAsync(frame);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    public async Task FR_18_A_ping_is_answered_with_its_payload(int size)
    {
        foreach (var writing in Enum.GetValues<Writing>())
        {
            using var client = await OpenAsync();
            var first = ClientFrame.Ping(Bytes(size));
            var second = ClientFrame.Ping(Enumerable.Repeat((byte)0xFF, size).ToArray());

            await client.WriteAsync([first, second], writing);

            await client.ExpectPongAsync(first.Payload);
            await client.ExpectPongAsync(second.Payload);
        }
    }

    [Theory]
    [InlineData(0x00000000u)]
    [InlineData(0x01010101u)]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0xFF00FF00u)]
    [InlineData(0x80000001u)]
    public async Task FR_23_Any_key_unmasks_any_length_at_any_offset(uint key)
    {
        using var client = await OpenAsync();
        for (var offset = 0; offset < 16; offset++)
        {
            // The ping moves all that follows by a byte each time
            var ping = ClientFrame.Ping(Bytes(offset));
            ClientFrame[] frames = [.. Enumerable.Range(1, 67).Select(length => ClientFrame.Binary(Bytes(length)) with { Key = key })];

            await client.WriteAsync([ping, .. frames], Writing.Coalesced);

            await client.ExpectPongAsync(ping.Payload);
            foreach (var frame in frames)
            {
                await client.ExpectAsync(frame);
            }
        }
    }

    [Theory]
    [InlineData(Writing.FrameByFrame)]
    [InlineData(Writing.ByteByByte)]
    [InlineData(Writing.Coalesced)]
    public async Task FR_24_Answers_of_every_kind_and_length_class_are_well_formed(Writing writing)
    {
        using var client = await OpenAsync();
        var ping = ClientFrame.Ping(Bytes(125));
        var messages = _sizes.Select(size => ClientFrame.Binary(Bytes(Math.Min(size, 5000)))).ToList();

        await client.WriteAsync([.. messages.SelectMany(message => new[] { message, ping }), ClientFrame.Close(1000)], writing);

        // The strict client has checked every bit by then; echoes may come after the close of a client in a hurry, and are dropped
        var frames = await client.ReadUntilCloseAsync(1000);
        Assert.Equal(messages.Count, frames.Count(frame => frame.Opcode is Opcode.Pong));
    }

    [Theory]
    [InlineData(Writing.Coalesced)]
    [InlineData(Writing.ByteByByte)]
    public async Task FR_25_Commands_in_one_read_are_done_in_their_order(Writing writing)
    {
        using var client = await StrictClient.OpenAsync(broker.Address, "/");
        var topic = TopicNames.Next();
        ClientFrame[] commands =
        [
            .. Enumerable.Range(1, 50).Select(i => ClientFrame.Text($$$"""{"id":{{{i}}},"publish":{"topic":"{{{topic}}}","text":"x"}}""")),
        ];

        await client.WriteAsync(commands, writing);

        for (var i = 1; i <= commands.Length; i++)
        {
            var answer = await client.ReadTextAsync();
            Assert.StartsWith($$"""{"id":{{i}},"published":""", answer, StringComparison.Ordinal);
            Assert.EndsWith($$$"""
                "offset":{{{i}}}}}
                """.Trim(), answer, StringComparison.Ordinal);
        }
    }

    private static byte[] Bytes(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i * 31))];

    private Task<StrictClient> OpenAsync() => StrictClient.OpenAsync(broker.Address, $"/topics/{TopicNames.Next()}?echo=true");
}

using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.Tests.Messages;

public sealed class MessageAssemblerTests
{
    private const int Continuation = 0;
    private const int Text = 1;
    private const int Binary = 2;
    private const int Close = 8;
    private const int Ping = 9;
    private const int Pong = 10;

    [Fact]
    public void Reads_the_fragmented_example_in_the_RFC_as_a_client()
    {
        byte[] bytes = [0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F];
        foreach (var parts in SplitBytes.Everywhere(bytes))
        {
            using var assembler = new MessageAssembler(PeerRole.Client, new MessageLimits());

            Assert.Equal([Heard.Text("Hello"u8)], Heard.From(assembler, parts));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    public void FR_01_A_short_message_is_delivered_unchanged_at_every_cut(int length)
    {
        var payload = new SeededBytes(3).Next(length);
        var text = Enumerable.Repeat((byte)'*', length).ToArray();

        Heard.AtEveryCut(
            [.. FrameBuilder.Client(Binary, payload), .. FrameBuilder.Client(Text, text)],
            Heard.Binary(payload),
            Heard.Text(text));
    }

    [Theory]
    [InlineData(65535, 997)]
    [InlineData(65536, 997)]
    [InlineData(65536, 1)]
    [InlineData(65536, 100_000)]
    [InlineData(1024 * 1024, 65536)]
    public void FR_01_A_long_message_is_delivered_unchanged(int length, int partLength)
    {
        var payload = new SeededBytes(4).Next(length);
        var parts = SplitBytes.InPartsOf(FrameBuilder.Client(Binary, payload), partLength);

        Assert.Equal([Heard.Binary(payload)], Heard.From(parts));
    }

    [Fact]
    public void FR_02_Fifty_frames_in_one_buffer_are_read_in_order()
    {
        var payloads = Enumerable.Range(0, 50).Select(i => new byte[] { (byte)i }).ToArray();
        var bytes = payloads.SelectMany(payload => FrameBuilder.Client(Binary, payload)).ToArray();

        Assert.Equal(payloads.Select(payload => Heard.Binary(payload)), Heard.From([bytes]));
    }

    [Fact]
    public void FR_03_The_payload_of_an_unmasked_frame_is_never_handed_out() =>
        Heard.RefusalAtEveryCut(FrameBuilder.Server(Text, "secret"u8.ToArray()), ViolationReason.FrameNotMasked);

    [Theory]
    [InlineData(Text)]
    [InlineData(Binary)]
    [InlineData(Ping)]
    [InlineData(Pong)]
    [InlineData(Close)]
    public void FR_04_Compression_that_was_not_agreed_on_is_1002(int opcode) =>
        Heard.RefusalAtEveryCut(
            [.. FrameBuilder.Client(opcode, [], reserved: 4), .. FrameBuilder.Client(Ping, [])],
            ViolationReason.CompressionNotAgreed);

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(7)]
    public void FR_04_Other_reserved_bits_are_1002(int reserved) =>
        Heard.RefusalAtEveryCut(
            [.. FrameBuilder.Client(Text, "a"u8.ToArray(), reserved: reserved), .. FrameBuilder.Client(Ping, [])],
            ViolationReason.ReservedBitSet);

    [Fact]
    public void FR_06_A_good_message_is_delivered_before_a_reserved_opcode_is_1002() =>
        Heard.AtEveryCut(
            [.. FrameBuilder.ClientText("good"), .. FrameBuilder.Client(5, "bad"u8.ToArray())],
            Heard.Text("good"u8),
            Heard.Refusal(CloseCode.ProtocolError, ViolationReason.UnknownOpcode));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FR_16_A_continuation_of_nothing_is_1002(bool fin) =>
        Heard.RefusalAtEveryCut(FrameBuilder.Client(Continuation, [1], fin), ViolationReason.NothingToContinue);

    [Fact]
    public void FR_16_A_continuation_after_the_end_of_a_message_is_1002() =>
        Heard.AtEveryCut(
            [
                .. FrameBuilder.Client(Text, "a"u8.ToArray(), fin: false),
                .. FrameBuilder.Client(Continuation, "b"u8.ToArray()),
                .. FrameBuilder.Client(Continuation, "c"u8.ToArray()),
            ],
            Heard.Text("ab"u8),
            Heard.Refusal(CloseCode.ProtocolError, ViolationReason.NothingToContinue));

    [Theory]
    [InlineData(Text)]
    [InlineData(Binary)]
    public void FR_16_A_message_inside_a_message_is_1002(int opcode) =>
        Heard.RefusalAtEveryCut(
            [.. FrameBuilder.Client(Text, "a"u8.ToArray(), fin: false), .. FrameBuilder.Client(opcode, [1])],
            ViolationReason.MessageInsideMessage);

    [Theory]
    [InlineData(0u)]
    [InlineData(0x55555555u)]
    [InlineData(0xFF00FF00u)]
    public void FR_23_Any_masking_key_is_taken_off_at_every_cut(uint key)
    {
        var payload = new SeededBytes(13).Next(67);

        Heard.AtEveryCut(FrameBuilder.Client(Binary, payload, key: key), Heard.Binary(payload));
    }

    [Theory]
    [InlineData("CEBAE1BDB9CF83CEBCCEB5")]
    [InlineData("00EFBFBEEFBFBFEFBBBF")]
    [InlineData("F09F8C8DF48FBFBF")]
    public void UT_02_Text_that_is_cut_inside_a_code_point_is_delivered(string hex)
    {
        var text = Convert.FromHexString(hex);
        Heard.AtEveryCut(FrameBuilder.Client(Text, text), Heard.Text(hex));
        for (var cut = 0; cut <= text.Length; cut++)
        {
            Heard.AtEveryCut(
                [
                    .. FrameBuilder.Client(Text, text[..cut], fin: false),
                    .. FrameBuilder.Client(Continuation, text[cut..]),
                ],
                Heard.Text(hex));
        }
    }

    [Fact]
    public void UT_03_A_bad_byte_in_a_message_that_never_ends_is_1007_at_once()
    {
        var good = FrameBuilder.Client(Text, "good"u8.ToArray(), fin: false);
        var bad = FrameBuilder.Client(Continuation, [0xFF, 0x41], fin: false);

        Heard.AtEveryCut([.. good, .. bad], Heard.Refusal(CloseCode.InvalidPayload, ViolationReason.TextNotUtf8));
    }

    [Fact]
    public void UT_03_A_bad_byte_is_1007_before_its_frame_is_whole()
    {
        var frame = FrameBuilder.Client(Text, [0xED, 0xA0, 0x80, 0x41, 0x41, 0x41]);

        var heard = Heard.From([frame[..8]]);

        Assert.Equal([Heard.Refusal(CloseCode.InvalidPayload, ViolationReason.TextNotUtf8)], heard);
    }

    [Theory]
    [InlineData("C3")]
    [InlineData("E282")]
    [InlineData("41F09F8C")]
    public void UT_04_A_text_that_ends_inside_a_code_point_is_1007(string hex)
    {
        var text = Convert.FromHexString(hex);
        var refusal = Heard.Refusal(CloseCode.InvalidPayload, ViolationReason.TextNotUtf8);

        Heard.AtEveryCut(FrameBuilder.Client(Text, text), refusal);
        Heard.AtEveryCut(
            [.. FrameBuilder.Client(Text, text, fin: false), .. FrameBuilder.Client(Continuation, [])], refusal);
    }

    [Fact]
    public void UT_04_A_code_point_does_not_go_on_in_the_next_message() =>
        Heard.AtEveryCut(
            [
                .. FrameBuilder.Client(Binary, [0xC3], fin: false),
                .. FrameBuilder.Client(Continuation, [0xC3]),
                .. FrameBuilder.ClientText("a"),
            ],
            Heard.Binary([0xC3, 0xC3]),
            Heard.Text("a"u8));

    [Fact]
    public void UT_06_An_escaped_lone_surrogate_is_preserved_byte_by_byte() =>
        Heard.AtEveryCut(FrameBuilder.ClientText("""{"a":"\ud800"}"""), Heard.Text("""{"a":"\ud800"}"""u8));

    [Fact]
    public void A_message_whole_in_the_buffer_is_handed_out_where_it_lies()
    {
        using var assembler = new MessageAssembler(PeerRole.Server, new MessageLimits());
        var bytes = FrameBuilder.ClientText("Hello");
        var input = bytes.AsSpan();

        var incoming = assembler.Read(ref input);

        Assert.True(incoming.Payload.Overlaps(bytes.AsSpan(6)));
        Assert.Equal("Hello"u8, incoming.Payload);
    }

    [Fact]
    public void A_message_whole_in_the_buffer_allocates_nothing()
    {
        using var assembler = new MessageAssembler(PeerRole.Server, new MessageLimits());
        var frames = FrameBuilder.ClientText("Hello").Concat(FrameBuilder.Client(Ping, [1, 2])).ToArray();
        var buffer = new byte[frames.Length];
        ReadAll(assembler, frames, buffer);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            ReadAll(assembler, frames, buffer);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void An_idle_assembler_is_small()
    {
        var limits = new MessageLimits();
        var kept = new MessageAssembler[1000];

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = new MessageAssembler(PeerRole.Server, limits);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / kept.Length, 16, 88);
        Array.ForEach(kept, assembler => assembler.Dispose());
    }

    [Fact]
    public void It_is_mid_message_from_the_first_byte_of_a_frame_to_the_last_of_its_message()
    {
        using var assembler = new MessageAssembler(PeerRole.Server, new MessageLimits());
        byte[] bytes =
        [
            .. FrameBuilder.Client(Text, "a"u8.ToArray(), fin: false),
            .. FrameBuilder.Client(Ping, []),
            .. FrameBuilder.Client(Continuation, "b"u8.ToArray()),
        ];
        Assert.False(assembler.IsMidMessage);
        foreach (var part in SplitBytes.InPartsOf(bytes[..^1], 1))
        {
            Heard.From(assembler, [part]);

            Assert.True(assembler.IsMidMessage);
        }

        Heard.From(assembler, [bytes[^1..]]);

        Assert.False(assembler.IsMidMessage);
    }

    [Fact]
    public void Any_bytes_end_in_an_answer_and_never_in_an_exception()
    {
        var random = new SeededBytes(2026);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = random.Next(random.Below(200));

            var whole = Heard.From([bytes.ToArray()]);
            var cut = Heard.From(SplitBytes.InPartsOf(bytes, 1 + random.Below(7)));

            Assert.Equal(whole, cut);
        }
    }

    [Fact]
    public void Lawful_frames_at_random_cuts_are_read_as_if_never_cut()
    {
        var random = new SeededBytes(77);
        for (var round = 0; round < 300; round++)
        {
            var bytes = LawfulFrames(random).ToArray();

            var whole = Heard.From([bytes.ToArray()]);
            var cut = Heard.From(SplitBytes.InPartsOf(bytes, 1 + random.Below(40)));

            Assert.Equal(whole, cut);
            Assert.DoesNotContain(whole, heard => heard.Kind is IncomingKind.Violation);
        }
    }

    private static IEnumerable<byte> LawfulFrames(SeededBytes random)
    {
        for (var message = 0; message < 5; message++)
        {
            var fragments = 1 + random.Below(4);
            for (var fragment = 0; fragment < fragments; fragment++)
            {
                var payload = random.Next(random.Below(200));
                var opcode = fragment == 0 ? Binary : Continuation;
                var frame = FrameBuilder.Client(opcode, payload, fin: fragment == fragments - 1);
                foreach (var value in frame.Concat(FrameBuilder.Client(Ping, random.Next(random.Below(126)))))
                {
                    yield return value;
                }
            }
        }
    }

    private static void ReadAll(MessageAssembler assembler, byte[] frames, byte[] buffer)
    {
        frames.CopyTo(buffer, 0);
        var input = buffer.AsSpan();
        while (assembler.Read(ref input).Kind is not IncomingKind.NeedMoreData)
        {
        }
    }
}

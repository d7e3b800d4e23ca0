using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Messages;
using WsBroker.WebSockets.Tests.Messages;

namespace WsBroker.WebSockets.Tests.Compression;

public sealed class InflationTests
{
    private const int Rsv1 = 4;
    private const int Continuation = 0;
    private const int Text = 1;
    private const int Binary = 2;
    private const int Ping = 9;

    private static readonly Heard _tooBig = Heard.Refusal(CloseCode.MessageTooBig, ViolationReason.MessageTooBig);
    private static readonly Heard _notUtf8 = Heard.Refusal(CloseCode.InvalidPayload, ViolationReason.TextNotUtf8);

    private static readonly Heard _corrupt =
        Heard.Refusal(CloseCode.InvalidPayload, ViolationReason.CompressedDataCorrupt);

    [Fact]
    public void PD_09_Compressed_and_plain_messages_fragments_and_pings_mix()
    {
        var payload = Reference.Deflate("compressed compressed compressed"u8);
        byte[] bytes =
        [
            .. FrameBuilder.ClientText("plain"),
            .. FrameBuilder.Client(Text, payload[..3], fin: false, reserved: Rsv1),
            .. FrameBuilder.Client(Ping, [1, 2]),
            .. FrameBuilder.Client(Continuation, [], fin: false),
            .. FrameBuilder.Client(Continuation, payload[3..^1], fin: false),
            .. FrameBuilder.Client(Continuation, payload[^1..]),
            .. FrameBuilder.Client(Binary, Reference.Deflate("bytes"u8), reserved: Rsv1),
            .. FrameBuilder.Client(Binary, [7]),
        ];

        AtEveryCut(
            bytes,
            Heard.Text("plain"u8),
            Heard.Ping([1, 2]),
            Heard.Text("compressed compressed compressed"u8),
            Heard.Binary("bytes"u8),
            Heard.Binary([7]));
    }

    [Theory]
    [InlineData(Continuation, true)]
    [InlineData(Continuation, false)]
    [InlineData(8, true)]
    [InlineData(Ping, true)]
    [InlineData(10, true)]
    public void FR_05_The_compression_bit_elsewhere_than_on_a_first_data_frame_is_1002(int opcode, bool fin)
    {
        var begun = opcode is Continuation ? FrameBuilder.Client(Text, [0xF2], fin: false, reserved: Rsv1) : [];

        AtEveryCut(
            [.. begun, .. FrameBuilder.Client(opcode, [], fin, Rsv1), .. FrameBuilder.Client(Ping, [])],
            Heard.Refusal(CloseCode.ProtocolError, ViolationReason.CompressionBitMisplaced));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(Ping)]
    [InlineData(10)]
    public void FR_05_A_control_frame_with_the_bit_and_without_fin_is_1002(int opcode) =>
        AtEveryCut(
            FrameBuilder.Client(opcode, [], fin: false, Rsv1),
            Heard.Refusal(CloseCode.ProtocolError, ViolationReason.ControlFrameFragmented));

    [Fact]
    public void PD_10_A_compressed_frame_that_was_not_agreed_on_is_1002()
    {
        var bytes = FrameBuilder.Client(Text, Reference.Deflate("Hello"u8), reserved: Rsv1);

        Assert.Equal([Heard.Refusal(CloseCode.ProtocolError, ViolationReason.CompressionNotAgreed)], Heard.From([bytes]));
    }

    [Fact]
    public void PD_06_Corrupt_data_is_1007_and_nothing_behind_it_counts() =>
        AtEveryCut([.. FrameBuilder.Client(Text, [0x07], reserved: Rsv1), .. FrameBuilder.Client(Ping, [])], _corrupt);

    [Fact]
    public void PD_06_A_message_cut_short_is_1007() =>
        AtEveryCut(FrameBuilder.Client(Text, [0xF2, 0x48, 0xCD], reserved: Rsv1), _corrupt);

    [Fact]
    public void PD_07_An_empty_compressed_message_is_empty() =>
        AtEveryCut(
            [
                .. FrameBuilder.Client(Text, [], reserved: Rsv1),
                .. FrameBuilder.Client(Binary, [0x00], reserved: Rsv1),
                .. FrameBuilder.Client(Text, [], fin: false, reserved: Rsv1),
                .. FrameBuilder.Client(Continuation, []),
            ],
            Heard.Text(""),
            Heard.Binary([]),
            Heard.Text(""));

    [Fact]
    public void UT_05_Text_that_inflates_to_what_is_no_UTF_8_is_1007_at_once()
    {
        var payload = Reference.Deflate([.. "Hello "u8, 0xC0, 0xAF, .. Reference.Json(5_000)]);
        var begun = FrameBuilder.Client(Text, payload, reserved: Rsv1)[..^20];

        Assert.Equal([_notUtf8], From([begun], Inflation.PerMessage));
    }

    [Fact]
    public void UT_05_Text_that_ends_inside_a_code_point_is_1007() =>
        AtEveryCut(FrameBuilder.Client(Text, Reference.Deflate([0x61, 0xE2, 0x82]), reserved: Rsv1), _notUtf8);

    [Theory]
    [InlineData("\uFFFE\uFFFF")]
    [InlineData("a\0b")]
    [InlineData("\uFEFFbom")]
    [InlineData("κόσμε 😀")]
    public void UT_05_Unusual_characters_are_kept(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);

        AtEveryCut(FrameBuilder.Client(Text, Reference.Deflate(bytes), reserved: Rsv1), Heard.Text(bytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public void PD_03_A_bomb_is_1009_when_the_limit_is_passed_and_costs_no_more_memory(int fragments)
    {
        const int Limit = 1024 * 1024;
        using var assembler = new MessageAssembler(PeerRole.Server, new MessageLimits { MaxMessageBytes = Limit }, Inflation.PerMessage);
        var bomb = Reference.Deflate(new byte[300 * Limit]);
        var parts = bomb.Chunk((bomb.Length / fragments) + 1).ToArray();
        byte[] bytes = [.. parts.SelectMany((part, at) => FrameBuilder.Client(
            at == 0 ? Binary : Continuation, part, at == parts.Length - 1, at == 0 ? Rsv1 : 0))];

        var before = GC.GetAllocatedBytesForCurrentThread();
        var heard = Heard.From(assembler, SplitBytes.InPartsOf(bytes, 65_536));

        Assert.Equal([_tooBig], heard);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * Limit);
    }

    [Fact]
    public void PD_04_A_message_of_just_the_limit_is_taken_and_a_byte_more_is_1009_for_good()
    {
        foreach (var make in (Func<int, byte[]>[])[length => Reference.Json(length), length => new byte[length], new SeededBytes(4).Next])
        {
            var limits = new MessageLimits { MaxMessageBytes = 100_000 };
            var exact = make(100_000);

            Assert.Equal(
                [Heard.Binary(exact)],
                From([FrameBuilder.Client(Binary, Reference.Deflate(exact), reserved: Rsv1)], Inflation.PerMessage, limits));
            Assert.Equal(
                [_tooBig],
                From(
                    [
                        FrameBuilder.Client(Binary, Reference.Deflate(make(100_001)), reserved: Rsv1),
                        FrameBuilder.Client(Ping, []),
                        FrameBuilder.ClientText("more"),
                    ],
                    Inflation.PerMessage,
                    limits));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void PD_05_More_on_the_wire_than_the_limit_is_1009_before_it_is_inflated(int fragments)
    {
        var limits = new MessageLimits { MaxMessageBytes = 10_000 };
        byte[] bytes = [.. Enumerable.Range(0, fragments - 1).SelectMany(at => FrameBuilder.Client(
            at == 0 ? Binary : Continuation, [.. Enumerable.Repeat<byte[]>([0x02, 0x00, 0x00, 0x00, 0xFF, 0xFF], 600).SelectMany(block => block)], fin: false, at == 0 ? Rsv1 : 0))];
        var last = FrameBuilder.ClientHeader(
            fragments == 1 ? Binary : Continuation, 10_100 - (3_600 * (fragments - 1)), fin: true, fragments == 1 ? Rsv1 : 0);

        Assert.Equal([_tooBig], From([[.. bytes, .. last]], Inflation.PerMessage, limits));
    }

    [Fact]
    public void PD_08_With_context_a_message_may_refer_to_those_before_and_without_it_may_not()
    {
        var messages = Enumerable.Range(0, 20).Select(_ => Reference.Json(900)).ToArray();
        byte[] bytes = [.. Reference.DeflateAll(6, messages).SelectMany(payload => FrameBuilder.Client(Text, payload, reserved: Rsv1))];

        Assert.Equal(messages.Select(message => Heard.Text(message)), From([[.. bytes]], Inflation.WithContext()));
        Assert.Equal([Heard.Text(messages[0]), _corrupt], From([[.. bytes]], Inflation.PerMessage));
    }

    [Fact]
    public void PD_14_A_pooled_inflater_knows_nothing_of_the_connection_before()
    {
        var secret = Reference.Json(30_000);
        var payloads = Reference.DeflateAll(6, secret, secret);
        for (var round = 0; round < 100; round++)
        {
            Assert.Equal([Heard.Text(secret)], From([FrameBuilder.Client(Text, payloads[0], reserved: Rsv1)], Inflation.PerMessage));
            Assert.Equal([_corrupt], From([FrameBuilder.Client(Text, payloads[1], reserved: Rsv1)], Inflation.PerMessage));

            // Given back amid a message too
            From([FrameBuilder.Client(Text, payloads[0], fin: false, reserved: Rsv1)], Inflation.PerMessage);
        }
    }

    [Fact]
    public void PD_12_Connections_that_end_amid_a_message_on_many_threads_leave_nothing_behind()
    {
        var message = Reference.Json(5_000);
        var frame = FrameBuilder.Client(Text, Reference.Deflate(message), reserved: Rsv1);

        Parallel.For(0, 10_000, round =>
        {
            var assembler = new MessageAssembler(
                PeerRole.Server, new MessageLimits(), round % 2 == 0 ? Inflation.PerMessage : Inflation.WithContext());
            Assert.Empty(Heard.From(assembler, [frame[..(round % frame.Length)]]));
            assembler.Dispose();

            Assert.Empty(Heard.From(assembler, [[.. frame]]));
            Assert.Equal([Heard.Text(message)], From([[.. frame]], Inflation.PerMessage));
        });
    }

    private static List<Heard> From(IReadOnlyList<byte[]> parts, Inflation inflation, MessageLimits? limits = null)
    {
        using var assembler = new MessageAssembler(PeerRole.Server, limits ?? new MessageLimits(), inflation);
        return Heard.From(assembler, parts);
    }

    private static void AtEveryCut(byte[] bytes, params Heard[] expected)
    {
        foreach (var parts in SplitBytes.Everywhere(bytes))
        {
            Assert.Equal(expected, From(parts, Inflation.PerMessage));
        }
    }
}

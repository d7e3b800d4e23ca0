using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Legacy;
using WsBroker.WebSockets.Messages;
using WsBroker.WebSockets.Tests.Compression;
using WsBroker.WebSockets.Tests.Messages;

namespace WsBroker.WebSockets.Tests.Legacy;

public sealed class WebkitDeflateFrameTests
{
    private const int Rsv1 = 4;
    private const int Continuation = 0;
    private const int Text = 1;
    private const int Ping = 9;

    [Theory]
    [InlineData("x-webkit-deflate-frame", 15)]
    [InlineData("x-webkit-deflate-frame; no_context_takeover", 15)]
    [InlineData("x-webkit-deflate-frame; max_window_bits=8", 8)]
    [InlineData("x-webkit-deflate-frame; no_context_takeover; max_window_bits=11", 11)]
    [InlineData("other; a=b, x-webkit-deflate-frame; max_window_bits=7, x-webkit-deflate-frame; max_window_bits=12", 12)]
    public void The_first_offer_that_can_be_taken_is_answered(string offers, int windowBits)
    {
        var terms = WebkitDeflateFrame.Answer(offers);

        Assert.Equal(("x-webkit-deflate-frame; no_context_takeover", windowBits), (terms?.Answer, terms?.ServerWindowBits));
    }

    [Theory]
    [InlineData("")]
    [InlineData("deflate-frame")]
    [InlineData("permessage-deflate")]
    [InlineData("x-webkit-deflate-frame; max_window_bits")]
    [InlineData("x-webkit-deflate-frame; max_window_bits=16")]
    [InlineData("x-webkit-deflate-frame; max_window_bits=08")]
    [InlineData("x-webkit-deflate-frame; no_context_takeover=1")]
    [InlineData("x-webkit-deflate-frame; no_context_takeover; no_context_takeover")]
    [InlineData("x-webkit-deflate-frame; max_window_bits=9; max_window_bits=9")]
    [InlineData("x-webkit-deflate-frame; unknown")]
    public void Other_offers_are_declined(string offers) => Assert.Null(WebkitDeflateFrame.Answer(offers));

    [Fact]
    public void Each_frame_is_compressed_or_not_for_itself()
    {
        byte[] bytes =
        [
            .. FrameBuilder.Client(Text, Reference.Deflate("compressed, "u8), fin: false, reserved: Rsv1),
            .. FrameBuilder.Client(Ping, [1]),
            .. FrameBuilder.Client(Continuation, "plain, "u8.ToArray(), fin: false),
            .. FrameBuilder.Client(Continuation, [], fin: false, reserved: Rsv1),
            .. FrameBuilder.Client(Continuation, Reference.Deflate("compressed, compressed"u8), reserved: Rsv1),
            .. FrameBuilder.ClientText("and a plain one"),
        ];

        AtEveryCut(
            bytes,
            Heard.Ping([1]),
            Heard.Text("compressed, plain, compressed, compressed"u8),
            Heard.Text("and a plain one"u8));
    }

    [Fact]
    public void A_frame_that_ends_inside_a_block_is_1007_though_the_message_goes_on()
    {
        var payload = Reference.Deflate("compressed compressed compressed"u8);
        byte[] bytes =
        [
            .. FrameBuilder.Client(Text, payload[..3], fin: false, reserved: Rsv1),
            .. FrameBuilder.Client(Continuation, payload[3..]),
        ];

        AtEveryCut(bytes, Heard.Refusal(CloseCode.InvalidPayload, ViolationReason.CompressedDataCorrupt));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_is_bounded_over_all_its_frames(bool isLastCompressed)
    {
        byte[] last = isLastCompressed
            ? FrameBuilder.Client(Continuation, Reference.Deflate("12345"u8), reserved: Rsv1)
            : FrameBuilder.Client(Continuation, "12345"u8.ToArray());
        byte[] bytes = [.. FrameBuilder.Client(Text, Reference.Deflate("123456"u8), fin: false, reserved: Rsv1), .. last];

        AtEveryCut(bytes, Heard.Refusal(CloseCode.MessageTooBig, ViolationReason.MessageTooBig), maxMessageBytes: 10);
        AtEveryCut(bytes, Heard.Text("12345612345"u8), maxMessageBytes: 11);
    }

    [Fact]
    public void The_bit_on_a_control_frame_is_1002() => AtEveryCut(
        FrameBuilder.Client(Ping, [1], reserved: Rsv1),
        Heard.Refusal(CloseCode.ProtocolError, ViolationReason.CompressionBitMisplaced));

    private static void AtEveryCut(byte[] bytes, params Heard[] expected) => AtEveryCut(bytes, expected, new MessageLimits());

    private static void AtEveryCut(byte[] bytes, Heard expected, int maxMessageBytes) =>
        AtEveryCut(bytes, [expected], new MessageLimits { MaxMessageBytes = maxMessageBytes });

    private static void AtEveryCut(byte[] bytes, Heard[] expected, MessageLimits limits)
    {
        foreach (var parts in SplitBytes.Everywhere(bytes))
        {
            using var assembler = new MessageAssembler(PeerRole.Server, limits, WebkitDeflateFrame.Answer("x-webkit-deflate-frame")!.Inflation);
            Assert.Equal(expected, Heard.From(assembler, parts));
        }
    }
}

using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Legacy;
using WsBroker.WebSockets.Messages;
using WsBroker.WebSockets.Tests.Messages;

namespace WsBroker.WebSockets.Tests.Legacy;

public sealed class HixieReaderTests
{
    private static readonly MessageLimits _small = new() { MaxMessageBytes = 10 };

    [Fact]
    public void Text_between_the_two_bytes_is_a_message() =>
        AtEveryCut(
            [0x00, .. "hello"u8, 0xFF, 0x00, 0xFF, 0x00, .. "\u00E9\u20AC\U0001F600"u8, 0xFF],
            Heard.Text("hello"u8),
            Heard.Text([]),
            Heard.Text("\u00E9\u20AC\U0001F600"u8));

    [Fact]
    public void Frames_with_a_length_and_of_other_types_are_passed_over() =>
        AtEveryCut(
            [0x80, 0x03, 0x00, 0x61, 0xFF, 0x80, 0x00, 0xFE, 0x80, 0x01, 0x62, 0x01, 0x63, 0xFF, 0x7F, 0xFF, 0xFF, 0x02, 0x64, 0x65, 0x00, 0x66, 0xFF],
            Heard.Text("f"u8));

    [Fact]
    public void The_closing_frame_ends_it_and_nothing_behind_it_counts() =>
        AtEveryCut(
            [0x00, 0x61, 0xFF, 0xFF, 0x00, 0x00, 0x62, 0xFF],
            Heard.Text("a"u8),
            Heard.Close(CloseCode.NoStatusReceived, []));

    [Fact]
    public void A_length_of_zero_in_many_bytes_closes_too() =>
        AtEveryCut([0xFF, 0x80, 0x80, 0x00], Heard.Close(CloseCode.NoStatusReceived, []));

    [Theory]
    [InlineData("00 EDA080 FF")]
    [InlineData("00 61 C0")]
    [InlineData("00 61 C3 FF")]
    [InlineData("00 F5")]
    public void Text_that_is_not_UTF8_is_refused(string hex) =>
        AtEveryCut(Hex(hex), Heard.Refusal(CloseCode.InvalidPayload, ViolationReason.TextNotUtf8));

    [Theory]
    [InlineData("00 6161616161616161616161")]
    [InlineData("01 6161616161616161616161")]
    [InlineData("80 0B")]
    [InlineData("FF FFFFFFFFFFFFFFFF7F")]
    public void What_is_larger_than_a_message_may_be_is_refused(string hex) =>
        AtEveryCut(_small, Hex(hex), Heard.Refusal(CloseCode.MessageTooBig, ViolationReason.MessageTooBig));

    [Fact]
    public void What_is_as_large_as_a_message_may_be_is_taken() =>
        AtEveryCut(_small, Hex("80 0A 61616161616161616161 00 61616161616161616161 FF"), Heard.Text("aaaaaaaaaa"u8));

    [Fact]
    public void A_length_that_never_ends_is_refused() =>
        AtEveryCut(
            [0x80, .. Enumerable.Repeat((byte)0x80, 10)],
            Heard.Refusal(CloseCode.ProtocolError, ViolationReason.PayloadLengthNotMinimal));

    [Fact]
    public void Only_an_unfinished_frame_is_awaited()
    {
        using var reader = Reader(new MessageLimits());

        foreach (var (hex, isMid) in new[] { ("00", true), ("61", true), ("FF", false), ("80", true), ("02", true), ("0000", false), ("05", true), ("FF", false) })
        {
            _ = Heard.From(reader, [Hex(hex)]);
            Assert.Equal(isMid, reader.IsMidMessage);
        }
    }

    [Fact]
    public void A_message_in_a_million_parts_takes_linear_time()
    {
        using var reader = Reader(new MessageLimits());
        var part = new byte[] { 0x61 };
        byte[] start = [0x00];
        var input = start.AsSpan();
        _ = reader.Read(ref input);
        for (var i = 0; i < 1_000_000; i++)
        {
            input = part;
            _ = reader.Read(ref input);
        }

        byte[] end = [0xFF];
        input = end;
        Assert.Equal(1_000_000, reader.Read(ref input).Payload.Length);
    }

    private static IMessageReader Reader(MessageLimits limits) => new HixieDialect().CreateReader(limits, inflation: null);

    private static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static void AtEveryCut(byte[] bytes, params Heard[] expected) => AtEveryCut(new MessageLimits(), bytes, expected);

    private static void AtEveryCut(MessageLimits limits, byte[] bytes, params Heard[] expected)
    {
        foreach (var parts in SplitBytes.Everywhere(bytes))
        {
            using var reader = Reader(limits);
            Assert.Equal(expected, Heard.From(reader, parts));
        }
    }
}

using WsBroker.WebSockets.Compression;

namespace WsBroker.WebSockets.Tests.Compression;

public sealed class InflaterTests
{
    public static TheoryData<string, string> Legal => new()
    {
        { "F248CDC9C90700", "Hello" }, // RFC 7692 §7.2.3.1: one fixed block
        { "000500FAFF48656C6C6F00", "Hello" }, // §7.2.3.3: a stored block
        { "F348CDC9C9070000", "Hello" }, // §7.2.3.4: a final block
        { "F348CDC9C90700", "Hello" }, // a final block and nothing behind it
        { "F348CDC9C90700F248CDC9C90700", "HelloHello" }, // a final block and another behind it
        { "F24805000000FFFFCAC9C90700", "Hello" }, // §7.2.3.5: two blocks
        { "00", "" }, // §7.2.3.6: an empty message
        { "", "" },
        { "01", "" }, // a final stored block that is empty
        { "0300", "" }, // a final fixed block that is empty
        { "02000000FFFF0300", "" },
        { string.Concat(Enumerable.Repeat("000000FFFF", 9)) + "00", "" }, // ten empty blocks
        { "F248CDC9C907000000FFFF", "Hello" }, // the tail that should have been left out
    };

    [Theory]
    [MemberData(nameof(Legal))]
    public void PD_06_What_the_RFC_allows_is_inflated(string payload, string text)
    {
        var bytes = Convert.FromHexString(payload);
        for (var size = 1; size <= bytes.Length + 1; size++)
        {
            Assert.Equal(text, InPartsOf(bytes, size, room: 100));
            Assert.Equal(text, InPartsOf(bytes, size, room: 1));
        }
    }

    [Theory]
    [InlineData("07")] // a kind of block that there is not
    [InlineData("F248CDC9")] // cut inside a block
    [InlineData("F248CDC9C9")]
    [InlineData("000500FAFF48656C")] // a stored block that lacks more than the tail
    [InlineData("000500FAFE48656C6C6F00")] // a length and its complement that differ
    [InlineData("000500")]
    [InlineData("04")]
    [InlineData("02020000")] // refers to before the message
    [InlineData("48656C6C6F20776F726C64")] // text
    [InlineData("FFFFFFFF")]
    public void PD_06_What_is_no_deflate_data_or_cut_is_told(string payload)
    {
        var bytes = Convert.FromHexString(payload);
        for (var size = 1; size <= bytes.Length + 1; size++)
        {
            Assert.Null(InPartsOf(bytes, size, room: 100));
        }
    }

    [Fact]
    public void PD_06_A_message_that_is_cut_anywhere_is_told()
    {
        var payload = Reference.Deflate(Reference.Json(700));
        for (var length = 1; length < payload.Length; length++)
        {
            Assert.Null(InPartsOf(payload[..length], 1_000, room: 4_000));
        }
    }

    [Fact]
    public void FZ_05_Inflates_as_the_streams_of_NET_do()
    {
        var random = new SeededBytes(seed: 5);
        using var inflater = new Inflater();
        for (var round = 0; round < 300; round++)
        {
            var messages = Enumerable.Range(0, 3).Select(_ => Reference.Json(random.Below(20_000), (ulong)random.Below(9))).ToArray();
            foreach (var (message, payload) in messages.Zip(Reference.DeflateAll(1 + random.Below(9), messages)))
            {
                Assert.Equal(message, Run(inflater, payload, 1 + random.Below(5_000), room: 1 + random.Below(5_000)));
            }

            inflater.Reset();
        }
    }

    [Fact]
    public void FZ_05_Garbage_ends_in_an_answer()
    {
        var random = new SeededBytes(seed: 55);
        for (var round = 0; round < 3_000; round++)
        {
            var payload = round % 2 == 0 ? random.Next(random.Below(300)) : Reference.Deflate(Reference.Json(300, (ulong)round));
            if (payload.Length > 0)
            {
                payload[random.Below(payload.Length)] ^= (byte)(1 << random.Below(8));
            }

            using var inflater = new Inflater();
            Run(inflater, payload, 64, room: 500, most: 100_000);
        }
    }

    [Fact]
    public void PD_14_After_a_reset_nothing_before_can_be_referred_to()
    {
        using var inflater = new Inflater();
        var secret = Reference.Json(30_000);
        Assert.Equal(secret, Run(inflater, Reference.Deflate(secret), 4_000, room: 4_000));
        inflater.Reset();

        // A fixed block: refers 258 bytes long to a distance of 32,768
        Assert.Null(Run(inflater, [0x1B, 0xBD, 0xFF, 0x3F, 0x00, 0x00], 100, room: 1_000));
        var payloads = Reference.DeflateAll(6, secret, secret);
        inflater.Reset();
        Assert.Null(Run(inflater, payloads[1], 100, room: 1_000));
    }

    [Fact]
    public void PD_12_An_inflater_that_is_disposed_of_is_not_used_any_more()
    {
        var inflater = new Inflater();
        inflater.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Run(inflater, [0xF2, 0x48], 2, room: 10));
    }

    private static string? InPartsOf(byte[] payload, int size, int room)
    {
        using var inflater = new Inflater();
        var bytes = Run(inflater, payload, size, room);
        return bytes is null ? null : System.Text.Encoding.ASCII.GetString(bytes);
    }

    private static byte[]? Run(Inflater inflater, byte[] payload, int size, int room, int most = int.MaxValue)
    {
        var output = new List<byte>();
        var buffer = new byte[room];
        foreach (var part in payload.Chunk(size))
        {
            ReadOnlySpan<byte> input = part;
            for (var written = room; written == room && output.Count < most;)
            {
                if (!inflater.TryInflate(ref input, buffer, out written))
                {
                    return null;
                }

                output.AddRange(buffer.AsSpan(0, written));
            }

            Assert.True(input.IsEmpty || output.Count >= most);
        }

        return inflater.TryEnd() ? [.. output] : null;
    }
}

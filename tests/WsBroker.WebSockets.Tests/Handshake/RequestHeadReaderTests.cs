using System.Buffers;
using System.Text;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Tests.Handshake;

public sealed class RequestHeadReaderTests
{
    [Fact]
    public void HS_01_Finds_the_end_of_the_head_at_every_cut()
    {
        var bytes = RequestText.With();
        for (var cut = 0; cut < bytes.Length; cut++)
        {
            var reader = new RequestHeadReader(HeadLimits.Default);

            Assert.Equal(OperationStatus.NeedMoreData, reader.Read(bytes.AsSpan(0, cut), out _, out _));
            Assert.Equal(OperationStatus.Done, reader.Read(bytes, out var length, out _));
            Assert.Equal(bytes.Length, length);
        }
    }

    [Fact]
    public void HS_33_Bytes_behind_the_head_are_left_alone()
    {
        var head = RequestText.With();
        byte[] received = [.. head, 0x81, 0x80, 0, 0, 0, 0, .. "GET / HTTP/1.1\r\n\r\n"u8];

        var status = new RequestHeadReader(HeadLimits.Default).Read(received, out var length, out _);

        Assert.Equal(OperationStatus.Done, status);
        Assert.Equal(head.Length, length);
    }

    [Fact]
    public void HS_33_Bytes_behind_the_head_do_not_count_against_its_limit()
    {
        var head = RequestText.With();
        byte[] received = [.. head, .. new byte[100_000]];

        var status = new RequestHeadReader(HeadLimits.Default).Read(received, out _, out _);

        Assert.Equal(OperationStatus.Done, status);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\n")]
    [InlineData("GET / HTTP/1.1\rH")]
    [InlineData("GET / HTTP/1.1\r\r")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\n")]
    [InlineData("\n")]
    public void A_bare_CR_or_LF_is_refused_as_soon_as_it_shows(string text) =>
        RefusedAtTheLastByte(text, UpgradeRefusal.LineEndMalformed);

    [Fact]
    public void HS_38_A_NUL_is_refused_as_soon_as_it_comes() =>
        RefusedAtTheLastByte("\u0016\u0003\u0001\0", UpgradeRefusal.NulInHead);

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n b\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\tHost: a\r\n")]
    public void A_folded_line_is_refused(string text) => RefusedAtTheLastByte(text, UpgradeRefusal.HeaderLineFolded);

    [Fact]
    public void One_empty_line_before_the_request_is_skipped()
    {
        byte[] received = [.. "\r\n"u8, .. RequestText.With()];

        var status = new RequestHeadReader(HeadLimits.Default).Read(received, out var length, out _);

        Assert.Equal(OperationStatus.Done, status);
        Assert.Equal(received.Length, length);
        Assert.True(RequestHead.TryParse(received.AsSpan(0, length), out _, out _));
    }

    [Fact]
    public void Two_empty_lines_before_the_request_are_refused() =>
        RefusedAtTheLastByte("\r\n\r\n", UpgradeRefusal.RequestLineMalformed);

    [Fact]
    public void HS_24_A_hundred_header_lines_are_read_and_one_more_is_431()
    {
        var lines = Enumerable.Range(0, 100).Select(i => $"h{i}: v");

        var atLimit = Read(RequestText.Bytes(["GET / HTTP/1.1", .. lines]), out _);
        var beyond = Read(RequestText.Bytes(["GET / HTTP/1.1", .. lines, "a:b"]), out var refusal);

        Assert.Equal(OperationStatus.Done, atLimit);
        Assert.Equal(OperationStatus.InvalidData, beyond);
        Assert.Equal(UpgradeRefusal.TooManyHeaderLines, refusal);
    }

    [Fact]
    public void HS_25_Lines_are_counted_and_not_names()
    {
        Read(RequestText.Bytes(["GET / HTTP/1.1", .. Enumerable.Repeat("a: b", 3000)]), out var refusal);

        Assert.Equal(UpgradeRefusal.TooManyHeaderLines, refusal);
    }

    [Theory]
    [InlineData("a: ")]
    [InlineData("")]
    public void HS_26_A_header_line_of_100_KiB_is_431_as_soon_as_it_passes_the_limit(string start)
    {
        var limit = HeadLimits.Default.MaxHeaderLineBytes;
        var text = $"GET / HTTP/1.1\r\n{start}{new string('x', limit + 1 - start.Length)}";

        RefusedAtTheLastByte(text, UpgradeRefusal.HeaderLineTooLong);
        Read(Encoding.ASCII.GetBytes(text + new string('x', 100 * 1024)), out var refusal);
        Assert.Equal(UpgradeRefusal.HeaderLineTooLong, refusal);
    }

    [Fact]
    public void HS_26_A_header_line_of_just_the_limit_is_read()
    {
        var line = "a: ".PadRight(HeadLimits.Default.MaxHeaderLineBytes, 'x');

        Assert.Equal(OperationStatus.Done, Read(RequestText.Bytes("GET / HTTP/1.1", line), out _));
        Assert.Equal(OperationStatus.InvalidData, Read(RequestText.Bytes("GET / HTTP/1.1", line + "x"), out _));
    }

    [Fact]
    public void HS_26_A_head_of_just_the_limit_is_read_and_a_longer_one_is_431()
    {
        var head = RequestText.With("a: b");
        var limits = new HeadLimits { MaxHeadBytes = head.Length };

        Assert.Equal(OperationStatus.Done, new RequestHeadReader(limits).Read(head, out _, out _));

        var longer = RequestText.With("a: bc");
        var status = new RequestHeadReader(limits).Read(longer.AsSpan(0, head.Length), out _, out var refusal);
        Assert.Equal(OperationStatus.InvalidData, status);
        Assert.Equal(UpgradeRefusal.HeadTooLong, refusal);
    }

    [Fact]
    public void HS_26_A_longer_head_is_431_even_if_it_arrives_whole()
    {
        var head = RequestText.With("a: b");
        var limits = new HeadLimits { MaxHeadBytes = head.Length - 1 };

        var status = new RequestHeadReader(limits).Read(head, out _, out var refusal);

        Assert.Equal(OperationStatus.InvalidData, status);
        Assert.Equal(UpgradeRefusal.HeadTooLong, refusal);
    }

    [Theory]
    [InlineData(8000, true)]
    [InlineData(8192, true)]
    [InlineData(8193, false)]
    [InlineData(100 * 1024, false)]
    public void HS_27_A_request_line_is_read_up_to_8_KiB_and_414_beyond(int length, bool read)
    {
        var line = "GET /".PadRight(length - " HTTP/1.1".Length, 'x') + " HTTP/1.1";

        var status = Read(RequestText.WithRequestLine(line), out var refusal);

        Assert.Equal(read ? OperationStatus.Done : OperationStatus.InvalidData, status);
        Assert.Equal(read ? UpgradeRefusal.None : UpgradeRefusal.RequestLineTooLong, refusal);
    }

    [Fact]
    public void HS_28_A_byte_that_was_looked_at_is_not_looked_at_again()
    {
        var bytes = RequestText.With("a: b");
        var reader = new RequestHeadReader(HeadLimits.Default);
        var received = new byte[bytes.Length];
        for (var arrived = 1; arrived < bytes.Length; arrived++)
        {
            received[arrived - 1] = bytes[arrived - 1];

            Assert.Equal(OperationStatus.NeedMoreData, reader.Read(received.AsSpan(0, arrived), out _, out _));

            // Would be refused if it were read once more; a line's first byte and its end are looked at with the end
            if (arrived > 2 && bytes[arrived - 1] is not ((byte)'\r' or (byte)'\n'))
            {
                received[arrived - 2] = bytes[arrived - 2] is (byte)'\n' ? (byte)'\n' : (byte)0;
            }
        }

        received[^1] = bytes[^1];
        Assert.Equal(OperationStatus.Done, reader.Read(received, out var length, out _));
        Assert.Equal(bytes.Length, length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    public void HS_28_An_endless_head_in_small_parts_is_431_at_the_limit(int partLength)
    {
        var bytes = RequestText.Bytes(["GET / HTTP/1.1", .. Enumerable.Repeat("a: " + new string('x', 1000), 90)]);
        var reader = new RequestHeadReader(HeadLimits.Default);
        var arrived = 0;
        var status = OperationStatus.NeedMoreData;
        var refusal = UpgradeRefusal.None;

        while (status is OperationStatus.NeedMoreData)
        {
            arrived += partLength;
            status = reader.Read(bytes.AsSpan(0, arrived), out _, out refusal);
        }

        Assert.Equal(UpgradeRefusal.HeadTooLong, refusal);
        Assert.Equal(HeadLimits.Default.MaxHeadBytes, arrived);
    }

    [Fact]
    public void Any_bytes_end_in_a_status_that_does_not_depend_on_the_cut()
    {
        var random = new SeededBytes(404);
        byte[] alphabet = [.. "GET / HTTP/1.1\r\n\r\n\r\n: ab\t"u8, 0, 0xFF];
        for (var round = 0; round < 5000; round++)
        {
            var bytes = random.Next(random.Below(60)).Select(value => alphabet[value % alphabet.Length]).ToArray();

            var whole = Read(bytes, out var refusal);
            var trickled = Trickle(bytes, out var trickledRefusal);

            Assert.Equal((whole, refusal), (trickled, trickledRefusal));
        }
    }

    private static OperationStatus Read(byte[] received, out UpgradeRefusal refusal) =>
        new RequestHeadReader(HeadLimits.Default).Read(received, out _, out refusal);

    private static OperationStatus Trickle(byte[] received, out UpgradeRefusal refusal)
    {
        var reader = new RequestHeadReader(HeadLimits.Default);
        refusal = UpgradeRefusal.None;
        for (var arrived = 1; arrived <= received.Length; arrived++)
        {
            var status = reader.Read(received.AsSpan(0, arrived), out _, out refusal);
            if (status is not OperationStatus.NeedMoreData)
            {
                return status;
            }
        }

        return OperationStatus.NeedMoreData;
    }

    private static void RefusedAtTheLastByte(string text, UpgradeRefusal expected)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        Assert.Equal(OperationStatus.NeedMoreData, Trickle(bytes[..^1], out _));
        Assert.Equal(OperationStatus.InvalidData, Trickle(bytes, out var refusal));
        Assert.Equal(expected, refusal);
        Assert.Equal(OperationStatus.InvalidData, Read(bytes, out var whole));
        Assert.Equal(expected, whole);
    }
}

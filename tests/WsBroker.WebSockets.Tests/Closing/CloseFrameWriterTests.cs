using System.Text;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;

namespace WsBroker.WebSockets.Tests.Closing;

public sealed class CloseFrameWriterTests
{
    [Fact]
    public void Writes_code_and_reason() =>
        Assert.Equal([0x88, 0x06, 0x03, 0xE9, .. "Gone"u8], Written(CloseCode.GoingAway, "Gone"));

    [Fact]
    public void CL_01_No_status_is_an_empty_payload() =>
        Assert.Equal([0x88, 0x00], Written(CloseCode.NoStatusReceived, "not written"));

    [Theory]
    [InlineData(122)]
    [InlineData(123)]
    [InlineData(124)]
    [InlineData(5000)]
    public void CL_10_A_reason_is_cut_to_123_bytes(int length)
    {
        var frame = Written(CloseCode.PolicyViolation, new string('x', length));

        var kept = Math.Min(length, CloseFrameWriter.MaxReasonBytes);
        Assert.Equal([0x88, (byte)(kept + 2), 0x03, 0xF0, .. Enumerable.Repeat((byte)'x', kept)], frame);
    }

    [Theory]
    [InlineData("é", 123)]
    [InlineData("é", 122)]
    [InlineData("€", 122)]
    [InlineData("🌍", 121)]
    [InlineData("🌍", 120)]
    public void CL_10_A_reason_is_cut_between_code_points(string last, int before)
    {
        var reason = new string('x', before) + last;

        var frame = Written(CloseCode.InternalError, reason);

        Assert.Equal(new string('x', before), Encoding.UTF8.GetString(frame.AsSpan(4)));
        Assert.Equal(frame.Length - 2, frame[1]);
    }

    // As numbers, because an attribute keeps its strings in UTF-8
    [Theory]
    [InlineData(0xD800, 'b')]
    [InlineData(0xDC00, 'b')]
    [InlineData(0xD83D, 0xD83D)]
    public void CL_10_A_lone_surrogate_is_replaced(int lone, int next)
    {
        var frame = Written(CloseCode.InternalError, new string(['a', (char)lone, (char)next]));

        var expected = next == 'b' ? "a\uFFFDb" : "a\uFFFD\uFFFD";
        Assert.Equal(expected, Encoding.UTF8.GetString(frame.AsSpan(4)));
    }

    [Fact]
    public void CL_10_Nothing_that_lay_in_the_buffer_before_is_sent()
    {
        var reason = new string('x', 122) + "🌍";
        var destination = new byte[CloseFrameWriter.MaxFrameLength];
        destination.AsSpan().Fill(0xEE);

        var length = CloseFrameWriter.Write(destination, CloseCode.NormalClosure, reason);

        Assert.DoesNotContain((byte)0xEE, destination.AsSpan(0, length).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1004)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(2999)]
    [InlineData(5000)]
    public void CL_05_Refuses_to_write_a_code_that_must_not_be_sent(int code)
    {
        var destination = new byte[CloseFrameWriter.MaxFrameLength];

        Assert.Throws<ArgumentOutOfRangeException>(() => CloseFrameWriter.Write(destination, (CloseCode)code, ""));
    }

    [Fact]
    public void Every_code_that_may_be_sent_is_read_again()
    {
        for (var code = 0; code <= ushort.MaxValue; code++)
        {
            if (!CloseFrameWriter.MayBeSent((CloseCode)code))
            {
                continue;
            }

            var frame = Written((CloseCode)code, "why");

            Assert.True(CloseFrameReader.TryRead(frame.AsSpan(2), out var read, out _));
            Assert.Equal((CloseCode)code, read);
        }
    }

    [Fact]
    public void A_client_masks_the_payload_alone()
    {
        var destination = new byte[FrameReader.MaxControlPayload];

        var length = CloseFrameWriter.WritePayload(destination, CloseCode.NormalClosure, "bye");

        Assert.Equal([0x03, 0xE8, .. "bye"u8], destination[..length]);
    }

    [Fact]
    public void Refuses_a_destination_that_might_be_too_short() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => CloseFrameWriter.Write(new byte[126], CloseCode.NormalClosure, ""));

    private static byte[] Written(CloseCode code, string reason)
    {
        // Longer than asked for, so that a reason which is not cut would show
        var destination = new byte[2 * CloseFrameWriter.MaxFrameLength];
        return destination[..CloseFrameWriter.Write(destination, code, reason)];
    }
}

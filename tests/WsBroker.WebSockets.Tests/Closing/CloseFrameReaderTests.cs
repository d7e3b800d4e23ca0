using System.Text;
using WsBroker.WebSockets.Closing;

namespace WsBroker.WebSockets.Tests.Closing;

public sealed class CloseFrameReaderTests
{
    [Fact]
    public void CL_01_An_empty_payload_has_no_status()
    {
        var read = CloseFrameReader.TryRead([], out var code, out _);

        Assert.True(read);
        Assert.Equal(CloseCode.NoStatusReceived, code);
    }

    [Fact]
    public void CL_02_A_payload_of_one_byte_is_1002()
    {
        var read = CloseFrameReader.TryRead([3], out _, out var violation);

        Assert.False(read);
        Assert.Equal(new ProtocolViolation(CloseCode.ProtocolError, ViolationReason.CloseCodeCut), violation);
    }

    [Fact]
    public void CL_03_A_reason_of_123_bytes_is_read()
    {
        var read = CloseFrameReader.TryRead(Payload(1000, new byte[123]), out var code, out _);

        Assert.True(read);
        Assert.Equal(CloseCode.NormalClosure, code);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1010)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(3999)]
    [InlineData(4000)]
    [InlineData(4999)]
    public void CL_04_A_code_that_may_be_sent_is_read(int sent)
    {
        var read = CloseFrameReader.TryRead(Payload(sent, "why"u8), out var code, out _);

        Assert.True(read);
        Assert.Equal((CloseCode)sent, code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(1100)]
    [InlineData(2000)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(65535)]
    public void CL_05_A_code_that_must_not_be_sent_is_1002(int sent)
    {
        var read = CloseFrameReader.TryRead(Payload(sent, []), out _, out var violation);

        Assert.False(read);
        Assert.Equal(new ProtocolViolation(CloseCode.ProtocolError, ViolationReason.CloseCodeNotAllowed), violation);
    }

    [Fact]
    public void CL_06_A_reason_that_is_not_UTF_8_is_1007()
    {
        var read = CloseFrameReader.TryRead(Payload(1000, [0xCE, 0xBA, 0xE1]), out _, out var violation);

        Assert.False(read);
        Assert.Equal(new ProtocolViolation(CloseCode.InvalidPayload, ViolationReason.CloseReasonNotUtf8), violation);
    }

    [Fact]
    public void A_reason_in_several_bytes_a_character_is_read() =>
        Assert.True(CloseFrameReader.TryRead(Payload(1001, Encoding.UTF8.GetBytes("κόσμε 🌍")), out _, out _));

    [Fact]
    public void Any_bytes_end_in_an_answer_and_never_in_an_exception()
    {
        var random = new SeededBytes(11);
        for (var round = 0; round < 5_000; round++)
        {
            var read = CloseFrameReader.TryRead(random.Next(random.Below(126)), out _, out var violation);

            Assert.Equal(read, violation == default);
        }
    }

    private static byte[] Payload(int code, ReadOnlySpan<byte> reason) => [(byte)(code >> 8), (byte)code, .. reason];
}

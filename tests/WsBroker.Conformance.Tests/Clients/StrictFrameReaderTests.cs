namespace WsBroker.Conformance.Tests.Clients;

/// <summary>The strict reader is itself only worth something if it refuses what it must.</summary>
public sealed class StrictFrameReaderTests
{
    [Theory]
    [InlineData("8100", 2)]
    [InlineData("810548656C6C6F", 7)]
    [InlineData("880203E8", 4)]
    [InlineData("8800", 2)]
    [InlineData("8A0461626364", 6)]
    public void FR_24_A_frame_that_keeps_the_rules_is_read_when_its_last_byte_is_there(string hex, int length)
    {
        var bytes = Convert.FromHexString(hex);

        for (var arrived = 0; arrived < length; arrived++)
        {
            Assert.False(new StrictFrameReader().TryRead(bytes.AsSpan(0, arrived), out _, out _));
        }

        Assert.True(new StrictFrameReader().TryRead(bytes, out _, out var read));
        Assert.Equal(length, read);
    }

    [Theory]
    [InlineData("818537FA213D7F9F4D5158", "masked")]
    [InlineData("C100", "reserved bits")]
    [InlineData("9100", "reserved bits")]
    [InlineData("8300", "opcode 3")]
    [InlineData("8B00", "opcode 11")]
    [InlineData("0900", "fragmented")]
    [InlineData("897E0000", "longer than 125")]
    [InlineData("817E007D", "not minimal")]
    [InlineData("817F000000000000FFFF", "not minimal")]
    [InlineData("817F0000000100000000", "is announced")]
    [InlineData("8101FF", "not UTF-8")]
    [InlineData("880103", "is cut")]
    [InlineData("880203ED", "1005")]
    [InlineData("880303E8FF", "not UTF-8")]
    [InlineData("8000", "outside")]
    [InlineData("0100", "empty")]
    public void FR_24_A_frame_that_breaks_a_rule_is_refused_with_the_rule(string hex, string rule)
    {
        var fault = Assert.Throws<WireFaultException>(() => new StrictFrameReader().TryRead(Convert.FromHexString(hex), out _, out _));

        Assert.Contains(rule, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("010161", "810162", "inside")]
    [InlineData("8800", "8900", "after the close frame")]
    [InlineData("0101C3", "800128", "not UTF-8")]
    public void FR_24_A_frame_that_does_not_fit_the_one_before_it_is_refused(string first, string second, string rule)
    {
        var reader = new StrictFrameReader();
        Assert.True(reader.TryRead(Convert.FromHexString(first), out _, out _));

        var fault = Assert.Throws<WireFaultException>(() => reader.TryRead(Convert.FromHexString(second), out _, out _));

        Assert.Contains(rule, fault.Message, StringComparison.Ordinal);
    }
}

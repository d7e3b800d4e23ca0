using System.Text;
using WsBroker.WebSockets.Requests;

namespace WsBroker.WebSockets.Tests.Requests;

public sealed class ChunkSizeLineTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("5", 5)]
    [InlineData("1F", 31)]
    [InlineData("1f", 31)]
    [InlineData("0005", 5)]
    [InlineData("7FFFFFFF", int.MaxValue)]
    public void Reads_a_size(string line, int expected)
    {
        Assert.True(ChunkSizeLine.TryRead(Encoding.Latin1.GetBytes(line), out var size, out var extensions));

        Assert.Equal((expected, 0), (size, extensions));
    }

    [Theory]
    [InlineData("5;a")]
    [InlineData("5;a=b")]
    [InlineData("5;a=b;c;d=e")]
    [InlineData("5;a=\"\"")]
    [InlineData("5;a=\"b c\t\u00E9\"")]
    [InlineData("5;a=\"b\\\"c\\\\\";d")]
    public void Counts_extensions_and_makes_nothing_of_them(string line)
    {
        Assert.True(ChunkSizeLine.TryRead(Encoding.Latin1.GetBytes(line), out var size, out var extensions));

        Assert.Equal((5, line.Length - 1), (size, extensions));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData("0x5")]
    [InlineData("1_0")]
    [InlineData(" 5")]
    [InlineData("5 ")]
    [InlineData("5\t")]
    [InlineData("G")]
    [InlineData("80000000")]
    [InlineData("8000000000000000")]
    [InlineData("FFFFFFFFFFFFFFFFF")]
    [InlineData("000000005")]
    public void HP_10_Anything_else_is_no_size(string line) =>
        Assert.False(ChunkSizeLine.TryRead(Encoding.Latin1.GetBytes(line), out _, out _));

    [Theory]
    [InlineData("5;")]
    [InlineData("5;;")]
    [InlineData("5;=b")]
    [InlineData("5;a=")]
    [InlineData("5;a=b=c")]
    [InlineData("5; a")]
    [InlineData("5;a b")]
    [InlineData("5;a\0")]
    [InlineData("5;a=\u0001")]
    [InlineData("5;a=\"b")]
    [InlineData("5;a=\"b\\")]
    [InlineData("5;a=\"b\u0001\"")]
    [InlineData("5;a=\"b\"c")]
    public void HP_11_An_extension_that_is_malformed_is_refused(string line) =>
        Assert.False(ChunkSizeLine.TryRead(Encoding.Latin1.GetBytes(line), out _, out _));
}

using System.Text.Unicode;
using WsBroker.TestKit;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.Tests.Messages;

public sealed class Utf8ValidatorTests
{
    // The first and last code point of each length, the neighbours of the surrogates, non-characters, NUL and BOM
    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("48656C6C6F2DC2B540C39FC3B6C3A4C3BCC3A0C3A12D5554462D382121")]
    [InlineData("CEBAE1BDB9CF83CEBCCEB5")]
    [InlineData("7F")]
    [InlineData("C280")]
    [InlineData("DFBF")]
    [InlineData("E0A080")]
    [InlineData("EFBFBF")]
    [InlineData("EFBFBE")]
    [InlineData("EFBFBD")]
    [InlineData("EFBBBF41")]
    [InlineData("ED9FBF")]
    [InlineData("EE8080")]
    [InlineData("F0908080")]
    [InlineData("F09FBFBF")]
    [InlineData("F48FBFBF")]
    [InlineData("F48FBFBE")]
    public void UT_01_Valid_text_is_taken_at_every_cut(string hex)
    {
        foreach (var parts in SplitBytes.Everywhere(Convert.FromHexString(hex)))
        {
            Assert.True(IsValid(parts));
        }
    }

    // Kuhn's stress test: lonely and missing continuations, impossible bytes, overlong, surrogates, beyond U+10FFFF
    [Theory]
    [InlineData("80")]
    [InlineData("BF")]
    [InlineData("80BF80BF80BF")]
    [InlineData("C020C120C220C320DE20DF20")]
    [InlineData("E020E120EE20EF20")]
    [InlineData("F020F120F620F720")]
    [InlineData("F820")]
    [InlineData("FC20")]
    [InlineData("C0")]
    [InlineData("DF")]
    [InlineData("E080")]
    [InlineData("EFBF")]
    [InlineData("F08080")]
    [InlineData("F7BFBF")]
    [InlineData("F8808080")]
    [InlineData("FBBFBFBF")]
    [InlineData("FC80808080")]
    [InlineData("FDBFBFBFBF")]
    [InlineData("FE")]
    [InlineData("FF")]
    [InlineData("FEFEFFFF")]
    [InlineData("C0AF")]
    [InlineData("E080AF")]
    [InlineData("F08080AF")]
    [InlineData("F8808080AF")]
    [InlineData("FC80808080AF")]
    [InlineData("C080")]
    [InlineData("C1BF")]
    [InlineData("E09FBF")]
    [InlineData("F08FBFBF")]
    [InlineData("F887BFBFBF")]
    [InlineData("FC83BFBFBFBF")]
    [InlineData("F888808080")]
    [InlineData("FC8480808080")]
    [InlineData("F4908080")]
    [InlineData("F5808080")]
    [InlineData("F7BFBFBF")]
    [InlineData("FBBFBFBFBF")]
    [InlineData("FDBFBFBFBFBF")]
    [InlineData("EDA080")]
    [InlineData("EDADBF")]
    [InlineData("EDAE80")]
    [InlineData("EDAFBF")]
    [InlineData("EDB080")]
    [InlineData("EDBE80")]
    [InlineData("EDBFBF")]
    [InlineData("EDA080EDB080")]
    [InlineData("EDAFBFEDBFBF")]
    [InlineData("CEBAE1BDB9CF83CEBCCEB5EDA080656469746564")]
    [InlineData("CEBAE1BDB9CF83CEBCCEB5F4908080656469746564")]
    [InlineData("C3")]
    [InlineData("E282")]
    [InlineData("F09F8C")]
    [InlineData("41C3")]
    public void UT_01_Invalid_text_is_refused_at_every_cut(string hex)
    {
        foreach (var parts in SplitBytes.Everywhere(Convert.FromHexString(hex)))
        {
            Assert.False(IsValid(parts));
        }
    }

    [Theory]
    [InlineData("80", 1)]
    [InlineData("C0", 1)]
    [InlineData("F5", 1)]
    [InlineData("E09F", 2)]
    [InlineData("EDA0", 2)]
    [InlineData("F08F", 2)]
    [InlineData("F490", 2)]
    [InlineData("C241", 2)]
    [InlineData("E28241", 3)]
    [InlineData("F09F8C41", 4)]
    [InlineData("CEBAE1BDB9CF83CEBCCEB5F490", 13)]
    public void UT_03_The_first_bad_byte_is_refused_when_it_comes(string hex, int bad)
    {
        var bytes = Convert.FromHexString(hex);
        for (var cut = 0; cut < bad; cut++)
        {
            var validator = default(Utf8Validator);

            Assert.True(validator.TryAppend(bytes.AsSpan(0, cut)));
            Assert.True(validator.TryAppend(bytes.AsSpan(cut, bad - 1 - cut)));
            Assert.False(validator.TryAppend(bytes.AsSpan(bad - 1)));
        }
    }

    [Theory]
    [InlineData("C3", false)]
    [InlineData("C3A4", true)]
    [InlineData("E2", false)]
    [InlineData("E282", false)]
    [InlineData("E282AC", true)]
    [InlineData("F09F8C", false)]
    [InlineData("F09F8C8D", true)]
    public void Is_complete_only_between_code_points(string hex, bool expected)
    {
        var validator = default(Utf8Validator);

        Assert.True(validator.TryAppend(Convert.FromHexString(hex)));

        Assert.Equal(expected, validator.IsComplete);
    }

    [Fact]
    public void Agrees_with_the_runtime_on_any_bytes_at_any_cut()
    {
        // Mostly bytes that make up code points, so that much of it is nearly valid
        byte[] alphabet =
            [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xF0, 0xF1, 0xF4];
        var random = new SeededBytes(31);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = random.Next(1 + random.Below(9)).Select(value => alphabet[value % alphabet.Length]).ToArray();

            var valid = IsValid(SplitBytes.InPartsOf(bytes, 1 + random.Below(4)));

            Assert.Equal(Utf8.IsValid(bytes), valid);
        }
    }

    private static bool IsValid(IReadOnlyList<byte[]> parts)
    {
        var validator = default(Utf8Validator);
        foreach (var part in parts)
        {
            if (!validator.TryAppend(part))
            {
                return false;
            }
        }

        return validator.IsComplete;
    }
}

using System.Diagnostics;
using WsBroker.WebSockets.Extensions;

namespace WsBroker.WebSockets.Tests.Extensions;

public sealed class ExtensionListReaderTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a,b", "a|b")]
    [InlineData(" a ; b ; c = d , e;f=\"g\"\t", "a(b)(c=d)|e(f=g)")]
    [InlineData("a;b=\"c\\d\\e\"", "a(b=cde)")]
    [InlineData(",, a ,,b,", "a|b")]
    [InlineData("constructor; __proto__=toString, hasOwnProperty", "constructor(__proto__=toString)|hasOwnProperty")]
    [InlineData("", "")]
    public void Reads_names_and_parameters_in_order(string text, string expected) =>
        Assert.Equal(expected, Describe(text));

    [Theory]
    [InlineData(";")]
    [InlineData("a;")]
    [InlineData("a;;b")]
    [InlineData("a;,b")]
    [InlineData("a b")]
    [InlineData("a;b=")]
    [InlineData("a;b=c d")]
    [InlineData("a;b=\"\"")]
    [InlineData("a;b=\"c d\"")]
    [InlineData("a;b=\"c")]
    [InlineData("a;b=\"c\\")]
    [InlineData("a;b=\"c\"d")]
    [InlineData("a;=b")]
    [InlineData("a=b")]
    [InlineData("a;b,\u00e9")]
    [InlineData("\"a\"")]
    public void What_breaks_the_grammar_is_malformed(string text) => Assert.EndsWith("!", Describe(text), StringComparison.Ordinal);

    [Fact]
    public void HS_22_Ten_thousand_offers_and_30_kB_of_unclosed_quotes_cost_linear_time()
    {
        string[] hostile =
        [
            string.Concat(Enumerable.Repeat("a;b=\"", 6_000)),
            "a;b=\"" + new string('\\', 30_001),
            "a;b=\"" + new string('x', 30_000),
            string.Concat(Enumerable.Repeat("a;b=\"\\c\",", 10_000)),
            string.Join(',', Enumerable.Repeat("permessage-deflate;x", 10_000)),
            string.Concat(Enumerable.Repeat("permessage-deflate;server_max_window_bits=7,", 10_000)),
            new string(',', 30_000),
            "a" + new string(' ', 30_000),
        ];
        var clock = Stopwatch.StartNew();

        foreach (var text in hostile)
        {
            ExtensionListReader.IsWellFormed(text);
            Assert.Null(DeflateNegotiation.Answer(text, serverTakeover: false, clientTakeover: false));
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"{clock.Elapsed}");
    }

    private static string Describe(string text)
    {
        var found = new List<string>();
        var reader = new ExtensionListReader(text);
        while (reader.TryReadName(out var name))
        {
            var extension = name.ToString();
            while (reader.TryReadParameter(out var parameter, out var value))
            {
                extension += value.IsEmpty ? $"({parameter})" : $"({parameter}={value})";
            }

            found.Add(extension);
        }

        Assert.Equal(!reader.IsMalformed, ExtensionListReader.IsWellFormed(text));
        return string.Join('|', found) + (reader.IsMalformed ? "!" : "");
    }
}

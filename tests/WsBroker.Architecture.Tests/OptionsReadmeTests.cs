using System.Text.RegularExpressions;
using WsBroker.Server.Options;

namespace WsBroker.Architecture.Tests;

/// <summary>The tables of options in the server's README say what the options are.</summary>
public sealed partial class OptionsReadmeTests
{
    private static readonly string _page = Repository.Read("src/WsBroker.Server/README.md");

    private static readonly Dictionary<string, string[]> _options = ByName("| key | default | range | meaning |");

    private static readonly Dictionary<string, string[]> _settings = ByName("| setting | default | allowed | meaning |");

    [Fact]
    public void Every_option_has_a_row_and_every_row_an_option() => Assert.Equal(
        OptionKeys.Names.Where(static name => !name.StartsWith("topics:0:", StringComparison.Ordinal)).Append("topics").Order(StringComparer.Ordinal),
        _options.Keys.Select(static name => name.Replace(":N:", ":0:", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        StringComparer.Ordinal);

    [Fact]
    public void The_defaults_of_options_are_told()
    {
        var defaults = new ServerOptions();

        Assert.All(
            OptionKeys.Single.Concat(OptionKeys.Lists),
            key => Assert.Equal((key.Name, key.Get(defaults)), (key.Name, Default(_options[key.Name]))));
    }

    [Fact]
    public void The_ranges_of_options_are_told() =>
        Assert.All(OptionKeys.Single, static key => AssertRange(key.Name, key.Allowed, _options[key.Name]));

    [Fact]
    public void What_rules_can_set_is_told_with_defaults_and_ranges()
    {
        var defaults = new ServerOptions().TopicRules.Otherwise;

        Assert.Equal(TopicRuleKeys.All.Select(static key => key.Name), _settings.Keys, StringComparer.Ordinal);
        Assert.All(TopicRuleKeys.All, static key => AssertRange(key.Name, key.Allowed, _settings[key.Name]));
        Assert.All(
            TopicRuleKeys.All.Where(static key => key.Name is not "durability"),
            key => Assert.Equal((key.Name, key.Effective(defaults)), (key.Name, Default(_settings[key.Name]))));
    }

    private static void AssertRange(string name, string allowed, string[] row)
    {
        if (Range().Match(allowed) is { Success: true } range)
        {
            Assert.StartsWith($"{name}: {range.Groups["range"].Value}", $"{name}: {row[2]}", StringComparison.Ordinal);
        }
    }

    private static string Default(string[] row) => row[1] is "empty" ? "" : row[1].Trim('`');

    // A row may have several keys; one that begins with a colon is the key before it with another end
    private static Dictionary<string, string[]> ByName(string header)
    {
        var rows = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var row in MarkdownTable.Rows(_page, header))
        {
            var first = "";
            foreach (var word in MarkdownTable.Words(row[0]))
            {
                first = word.StartsWith(':') ? first[..first.LastIndexOf(':')] + word : word;
                rows.Add(first, row);
            }
        }

        return rows;
    }

    [GeneratedRegex(@"^a (whole number|time) from (?<range>\S+ to [^;\s]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Range();
}

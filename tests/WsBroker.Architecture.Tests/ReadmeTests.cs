using System.Text.RegularExpressions;
using WsBroker.Broker.Sessions;

namespace WsBroker.Architecture.Tests;

/// <summary>What pages say that can be compared with what is.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] _folders = ["src", "tests", "deploy"];

    private static readonly string[] _pages = FindPages();

    public static TheoryData<string> Pages => [.. _pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there(string page)
    {
        foreach (var link in Link().Matches(Repository.Read(page)).Select(static match => match.Groups["to"].Value))
        {
            if (link.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            var (path, heading) = (link.Split('#')[0], link.Split('#').ElementAtOrDefault(1));
            var file = path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path);
            Assert.True(Path.Exists(Path.Combine(Repository.Root, file)), $"{page} links to {link}");
            Assert.True(heading is null || Headings(Repository.Read(file)).Contains(heading, StringComparer.Ordinal), $"{page} links to {link}");
        }
    }

    [Fact]
    public void Every_error_code_is_told_once()
    {
        var told = MarkdownTable.Rows(Repository.Read("src/WsBroker.Protocols/README.md"), "| code | means | a client should |").Select(static row => row[0]);

        Assert.Equal(Enum.GetValues<ErrorCode>().Select(static code => $"{(int)code}").Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_metric_is_told_and_what_is_told_is_one()
    {
        var made = Repository.SourceFiles("src").SelectMany(static path => Instrument().Matches(Repository.Read(path)))
            .Select(static match => match.Groups["name"].Value).Order(StringComparer.Ordinal).ToList();
        var told = _pages.Where(static page => page.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(static page => MetricRow().Matches(Repository.Read(page)))
            .Select(static match => match.Groups["name"].Value).Order(StringComparer.Ordinal);

        Assert.InRange(made.Count, 40, int.MaxValue);
        Assert.Equal(made, told, StringComparer.Ordinal);
    }

    [Fact]
    public void Every_path_of_the_API_is_told()
    {
        var told = string.Join('\n', MarkdownTable.Rows(Repository.Read("src/WsBroker.Server/README.md"), "| method and path | does |").Select(static row => row[0]));
        var routes = Repository.SourceFiles("src/WsBroker.Server/Http").Where(static path => path.EndsWith("Api.cs", StringComparison.Ordinal))
            .SelectMany(static path => Route().Matches(Repository.Read(path)))
            .Select(static match => (Verb: match.Groups["verb"].Value is "Methods" ? "GET" : match.Groups["verb"].Value.ToUpperInvariant(), Path: match.Groups["path"].Value))
            .Select(static route => $"`{route.Verb} /api{route.Path.Replace("{user}", "ID", StringComparison.Ordinal)}").ToList();

        Assert.InRange(routes.Count, 12, int.MaxValue);
        Assert.All(routes, route => Assert.Contains(route, told, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Headings(string page) => page.Split('\n')
        .Where(static line => line.StartsWith('#'))
        .Select(static line => NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string[] FindPages() =>
    [
        "README.md",
        "CHANGELOG.md",
        .. _folders.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories))
            .Select(static path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(static path => !path.Contains("/node_modules/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"\.Create(Observable)?(UpDown)?(Counter|Gauge|Histogram)(<\w+>)?\(\s*""(?<name>wsbroker\.[a-z_.]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\.Map(?<verb>Post|Delete|Methods)\(""(?<path>/[^""]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Route();

    [GeneratedRegex(@"^\| `(?<name>wsbroker\.[a-z_.]+)` \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetricRow();
}

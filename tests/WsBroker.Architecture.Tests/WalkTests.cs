using System.Text.RegularExpressions;

namespace WsBroker.Architecture.Tests;

public sealed partial class WalkTests
{
    [Fact]
    public void Every_file_of_the_walk_exists()
    {
        if (!File.Exists(Path.Combine(Repository.Root, "README.md")))
        {
            return;
        }

        var readme = Repository.Read("README.md");
        var start = readme.IndexOf("## The walk", StringComparison.Ordinal);
        Assert.True(start >= 0, "README.md has a heading \"The walk\".");
        var end = readme.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        var section = end < 0 ? readme[start..] : readme[start..end];

        var paths = PathInTable().Matches(section).Select(static match => match.Groups["path"].Value).ToList();

        Assert.InRange(paths.Count, 5, 15);
        Assert.All(paths, static path => Assert.True(File.Exists(Path.Combine(Repository.Root, path)), $"{path} is gone"));
    }

    [GeneratedRegex(@"^\|[^\n]*?`(?<path>[\w./-]+\.cs)`", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathInTable();
}

namespace WsBroker.Architecture.Tests;

/// <summary>A table of a page in Markdown: its rows, each with the text of its cells.</summary>
internal static class MarkdownTable
{
    // Stands for a bar that is part of a cell
    private const char Bar = '\u0001';

    /// <summary>The rows of the first table that begins with this header.</summary>
    public static IReadOnlyList<string[]> Rows(string page, string header)
    {
        var start = page.IndexOf(header, StringComparison.Ordinal);
        Assert.True(start >= 0, $"There is a table that begins with: {header}");
        return
        [
            .. page[start..].Split('\n').Skip(2)
                .TakeWhile(static line => line.StartsWith('|'))
                .Select(static line => line.Replace(@"\|", $"{Bar}", StringComparison.Ordinal).Split('|')[1..^1])
                .Select(static cells => Array.ConvertAll(cells, static cell => cell.Replace(Bar, '|').Trim())),
        ];
    }

    /// <summary>What stands between backticks in a cell.</summary>
    public static IReadOnlyList<string> Words(string cell) => [.. cell.Split('`').Where(static (_, at) => at % 2 == 1)];
}

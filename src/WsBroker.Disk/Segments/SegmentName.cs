using System.Globalization;
using System.Text.RegularExpressions;

namespace WsBroker.Disk.Segments;

/// <summary>The name of a segment's file: its place among the others, the mark of its records, the version of the format.</summary>
/// <param name="Number">1, 2, 3…</param>
/// <param name="Mark">Random; see <see cref="Records.RecordFormat"/>.</param>
internal readonly partial record struct SegmentName(int Number, uint Mark)
{
    private const string Extension = ".log";
    private const string Version = ".v1";

    /// <summary>Whether a file belongs to a log, of whatever version.</summary>
    public static bool IsOfLog(string file) => file.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>Takes a file's name apart.</summary>
    public static bool TryParse(string file, out SegmentName name)
    {
        var match = Shape().Match(file);
        name = match.Success
            ? new SegmentName(
                int.Parse(match.Groups["number"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                uint.Parse(match.Groups["mark"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            : default;
        return match.Success;
    }

    /// <summary>The name as the file bears it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number:x8}-{Mark:x8}{Version}{Extension}");

    [GeneratedRegex(@"^(?<number>[0-7][0-9a-f]{7})-(?<mark>[0-9a-f]{8})\.v1\.log$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}

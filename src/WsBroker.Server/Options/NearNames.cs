namespace WsBroker.Server.Options;

/// <summary>Finds what somebody may have meant who wrote a name that there is not.</summary>
internal static class NearNames
{
    private const int MostNames = 3;

    // One slip in so many letters
    private const int LettersPerSlip = 5;

    /// <summary>The question whether that was meant, with a space before it; empty if nothing is near.</summary>
    public static string Ask(string written, IEnumerable<string> names)
    {
        var near = Find(written, names);
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near.Select(static name => $"'{name}'"))}?";
    }

    /// <summary>Names that differ by a slip or two, or of which the beginning was left out; the nearest first.</summary>
    public static IReadOnlyList<string> Find(string written, IEnumerable<string> names)
    {
        var most = Math.Max(1, written.Length / LettersPerSlip);
        return
        [
            .. names.Select(name => (Name: name, Slips: name.EndsWith($":{written}", StringComparison.OrdinalIgnoreCase) ? 0 : Slips(written, name)))
                .Where(one => one.Slips <= most)
                .OrderBy(static one => one.Slips)
                .Take(MostNames)
                .Select(static one => one.Name),
        ];
    }

    // How many letters are to be changed, put in or left out (Levenshtein), whatever their case
    private static int Slips(string one, string other)
    {
        var before = Enumerable.Range(0, other.Length + 1).ToArray();
        foreach (var letter in one)
        {
            var now = new int[before.Length];
            now[0] = before[0] + 1;
            for (var at = 1; at < now.Length; at++)
            {
                var isSame = char.ToUpperInvariant(letter) == char.ToUpperInvariant(other[at - 1]);
                now[at] = Math.Min(before[at - 1] + (isSame ? 0 : 1), Math.Min(before[at], now[at - 1]) + 1);
            }

            before = now;
        }

        return before[^1];
    }
}

namespace WsBroker.Broker.Topics;

/// <summary>The levels of names and filters, which <c>/</c> separates.</summary>
internal static class Levels
{
    /// <summary>The level of a filter that stands for any one.</summary>
    public const string Any = "+";

    /// <summary>The last level of a filter that stands for the rest.</summary>
    public const string Rest = "#";

    /// <summary>Takes the next level off <paramref name="rest"/>.</summary>
    /// <param name="rest">What is left; empty after the last level, as it may be before it.</param>
    /// <param name="isLast">Whether it was the last.</param>
    public static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest, out bool isLast)
    {
        var end = rest.IndexOf('/');
        isLast = end < 0;
        var level = isLast ? rest : rest[..end];
        rest = isLast ? default : rest[(end + 1)..];
        return level;
    }
}

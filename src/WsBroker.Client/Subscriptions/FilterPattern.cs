namespace WsBroker.Client.Subscriptions;

/// <summary>Tells which topics a filter means: <c>+</c> is one level, <c>#</c> the rest.</summary>
/// <remarks>The server checks filters and topics; what is matched here it has accepted.</remarks>
internal static class FilterPattern
{
    /// <summary>Whether a filter has wildcards, and so may mean many topics.</summary>
    public static bool HasWildcards(string filter) => filter.AsSpan().ContainsAny('+', '#');

    /// <summary>
    /// Whether a topic is among those meant. System topics are meant only by filters that begin with <c>$</c> too.
    /// </summary>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        if (topic.StartsWith('$') && !filter.StartsWith('$'))
        {
            return false;
        }

        while (true)
        {
            var wanted = NextLevel(ref filter, out var filterEnds);
            if (wanted is "#")
            {
                return true;
            }

            var level = NextLevel(ref topic, out var topicEnds);
            if (wanted is not "+" && !wanted.SequenceEqual(level))
            {
                return false;
            }

            if (filterEnds || topicEnds)
            {
                // "a/#" means "a" too
                return topicEnds && (filterEnds || filter is "#");
            }
        }
    }

    private static ReadOnlySpan<char> NextLevel(ref ReadOnlySpan<char> rest, out bool ends)
    {
        var slash = rest.IndexOf('/');
        ends = slash < 0;
        var level = ends ? rest : rest[..slash];
        rest = ends ? [] : rest[(slash + 1)..];
        return level;
    }
}

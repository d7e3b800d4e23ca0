namespace WsBroker.Broker.Topics;

/// <summary>A walk to the filters that match one name.</summary>
/// <param name="found">Takes what is under them.</param>
internal sealed class MatchingFilters<TValue>(List<TValue> found)
    where TValue : class
{
    /// <summary>How many levels were looked at.</summary>
    public int Visited { get; private set; }

    /// <summary>Walks on from a level whose text the name has begun with.</summary>
    /// <param name="node">The level.</param>
    /// <param name="rest">What follows in the name.</param>
    /// <param name="isEnd">Whether nothing does.</param>
    /// <param name="takesWildcards">Whether a wildcard may stand here: not at the first level of a name that begins with <c>$</c>.</param>
    public void Visit(LevelNode<TValue> node, ReadOnlySpan<char> rest, bool isEnd, bool takesWildcards)
    {
        Visited++;

        // "a/#" stands for "a" and all below it
        if (takesWildcards && node.TryFind(Levels.Rest, out var all))
        {
            found.Add(all.Value!);
        }

        if (isEnd)
        {
            Take(node);
            return;
        }

        var level = Levels.Next(ref rest, out var isLast);
        if (node.TryFind(level, out var same))
        {
            Visit(same, rest, isLast, takesWildcards: true);
        }

        if (takesWildcards && node.TryFind(Levels.Any, out var any))
        {
            Visit(any, rest, isLast, takesWildcards: true);
        }
    }

    private void Take(LevelNode<TValue> node)
    {
        if (node.Value is { } value)
        {
            found.Add(value);
        }
    }
}

namespace WsBroker.Broker.Topics;

/// <summary>A walk to the names that one filter matches.</summary>
/// <param name="found">Takes what is under them.</param>
internal sealed class MatchedNames<TValue>(List<TValue> found)
    where TValue : class
{
    /// <summary>How many levels were looked at.</summary>
    public int Visited { get; private set; }

    /// <summary>Walks on from a level whose text the filter has matched.</summary>
    /// <param name="node">The level.</param>
    /// <param name="rest">What follows in the filter.</param>
    /// <param name="isEnd">Whether nothing does.</param>
    /// <param name="isFirst">Whether the first levels of names follow, where no wildcard stands for <c>$</c>.</param>
    public void Visit(LevelNode<TValue> node, ReadOnlySpan<char> rest, bool isEnd, bool isFirst)
    {
        if (isEnd)
        {
            Take(node);
            return;
        }

        var level = Levels.Next(ref rest, out var isLast);
        switch (level)
        {
            case Levels.Rest:
                TakeAll(node, isFirst);
                break;
            case Levels.Any:
                Visited++;
                foreach (var child in Following(node, isFirst))
                {
                    Visit(child, rest, isLast, isFirst: false);
                }

                break;
            default:
                Visited++;
                if (node.TryFind(level, out var same))
                {
                    Visit(same, rest, isLast, isFirst: false);
                }

                break;
        }
    }

    private void TakeAll(LevelNode<TValue> node, bool isFirst)
    {
        Take(node);
        foreach (var child in Following(node, isFirst))
        {
            TakeAll(child, isFirst: false);
        }
    }

    private void Take(LevelNode<TValue> node)
    {
        Visited++;
        if (node.Value is { } value)
        {
            found.Add(value);
        }
    }

    private static IEnumerable<LevelNode<TValue>> Following(LevelNode<TValue> node, bool isFirst) =>
        isFirst ? node.Children.Where(static child => !child.Level.StartsWith('$')) : node.Children;
}

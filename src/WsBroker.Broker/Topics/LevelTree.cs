namespace WsBroker.Broker.Topics;

/// <summary>Values under names or under filters, in a tree of their levels.</summary>
/// <remarks>
/// Both questions are walks down the tree: which of the filters in it match a name takes the level and <c>+</c>, and looks
/// for <c>#</c>; which of the names in it a filter matches takes the level, or all for <c>+</c>, or all below for
/// <c>#</c>. Nothing is looked at twice, and nothing that differs in a level before. Not thread-safe.
/// </remarks>
internal sealed class LevelTree<TValue>
    where TValue : class
{
    private readonly LevelNode<TValue> _root = new("");

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => _root.IsEmpty;

    /// <summary>The value under a name or filter, or null.</summary>
    public TValue? Find(string text)
    {
        var node = _root;
        var rest = text.AsSpan();
        for (var isLast = false; !isLast;)
        {
            if (!node.TryFind(Levels.Next(ref rest, out isLast), out node))
            {
                return null;
            }
        }

        return node.Value;
    }

    /// <summary>Puts a value under a name or filter, in place of the one that is there.</summary>
    public void Set(string text, TValue value)
    {
        var node = _root;
        var rest = text.AsSpan();
        for (var isLast = false; !isLast;)
        {
            var level = Levels.Next(ref rest, out isLast);
            if (!node.TryFind(level, out var next))
            {
                // A name of one level is not copied: very many topics may have such
                next = new LevelNode<TValue>(level.Length == text.Length ? text : level.ToString());
                node.Add(next);
            }

            node = next;
        }

        node.Value = value;
    }

    /// <summary>Takes out what is under a name or filter. Nothing happens if nothing is.</summary>
    public void Remove(string text) => Remove(_root, text, isEnd: false);

    /// <summary>Adds what is under the filters that match a name.</summary>
    /// <returns>How many levels were looked at.</returns>
    public int AddFiltersOf(TopicName name, List<TValue> found)
    {
        var walk = new MatchingFilters<TValue>(found);
        walk.Visit(_root, name.Text, isEnd: false, takesWildcards: !name.IsSystem);
        return walk.Visited;
    }

    /// <summary>Adds what is under the names that a filter matches.</summary>
    /// <returns>How many levels were looked at.</returns>
    public int AddNamesIn(TopicFilter filter, List<TValue> found)
    {
        var walk = new MatchedNames<TValue>(found);
        walk.Visit(_root, filter.Text, isEnd: false, isFirst: true);
        return walk.Visited;
    }

    /// <summary>Adds all that is in the tree.</summary>
    public void AddAll(List<TValue> found) => AddAll(_root, found);

    private static void AddAll(LevelNode<TValue> node, List<TValue> found)
    {
        if (node.Value is { } value)
        {
            found.Add(value);
        }

        foreach (var child in node.Children)
        {
            AddAll(child, found);
        }
    }

    private static void Remove(LevelNode<TValue> node, ReadOnlySpan<char> rest, bool isEnd)
    {
        if (isEnd)
        {
            node.Value = null;
        }
        else if (node.TryFind(Levels.Next(ref rest, out var isLast), out var next))
        {
            Remove(next, rest, isLast);
            if (next.IsEmpty)
            {
                node.Remove(next);
            }
        }
    }
}

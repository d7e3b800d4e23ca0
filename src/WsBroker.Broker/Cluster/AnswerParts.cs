namespace WsBroker.Broker.Cluster;

/// <summary>Cuts a long answer into parts that go between nodes each as one letter.</summary>
internal static class AnswerParts
{
    /// <summary>About how many bytes a part has at most.</summary>
    public const int MaxPartBytes = 128 * 1024;

    /// <summary>How many parts an answer has at most; what is more is left out.</summary>
    // 4 MiB: some 60,000 topics. Redis cuts a node off for which more than 8 MiB wait for a minute
    public const int MaxParts = 32;

    // What an item takes besides its texts
    private const int ItemBytes = 48;

    /// <summary>Cuts an answer.</summary>
    /// <returns>One part or more, and whether something was left out.</returns>
    public static (IReadOnlyList<NodeAnswer> Parts, bool IsCut) Of(NodeAnswer answer)
    {
        switch (answer)
        {
            case NodeAnswer.Topics topics:
                var (byTopic, isCut) = Cut(topics.Active, static topic => ItemBytes + topic.Topic.Text.Length);
                return ([.. byTopic.Select(static part => new NodeAnswer.Topics(part))], isCut);
            case NodeAnswer.Connections connections:
                var (parts, isListCut) = Cut(connections.Listed, SizeOf);
                return ([.. parts.Select((part, at) => new NodeAnswer.Connections(at == 0 ? connections.Count : 0, part))], isListCut);
            default:
                return ([answer], false);
        }
    }

    private static (List<IReadOnlyList<TItem>> Parts, bool IsCut) Cut<TItem>(IReadOnlyList<TItem> items, Func<TItem, int> sizeOf)
    {
        var parts = new List<IReadOnlyList<TItem>>();
        var part = new List<TItem>();
        var bytes = 0;
        foreach (var item in items)
        {
            bytes += sizeOf(item);
            if (part.Count > 0 && bytes > MaxPartBytes)
            {
                parts.Add(part);
                if (parts.Count == MaxParts)
                {
                    return (parts, true);
                }

                (part, bytes) = ([], sizeOf(item));
            }

            part.Add(item);
        }

        parts.Add(part);
        return (parts, false);
    }

    private static int SizeOf(ConnectionDescription connection) =>
        ItemBytes + connection.Client.Info.Length + (connection.Client.Name?.Length ?? 0) + connection.Subscriptions.Sum(static filter => 4 + filter.Text.Length);
}

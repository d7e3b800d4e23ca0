namespace WsBroker.Broker.Topics;

/// <summary>The subscribers of filters, found by the names that their filters match.</summary>
/// <remarks>Finding costs nothing for filters that do not match. Belongs to <see cref="TopicsActor"/>.</remarks>
internal sealed class FilterTree
{
    private readonly LevelTree<FilterSubscribers> _tree = new();

    /// <summary>All of them.</summary>
    public IReadOnlyList<Subscriber> All
    {
        get
        {
            var found = new List<FilterSubscribers>();
            _tree.AddAll(found);
            return Together(found);
        }
    }

    /// <summary>Adds a subscriber under its filter.</summary>
    public void Add(Subscriber subscriber)
    {
        if (_tree.Find(subscriber.Filter.Text) is { } same)
        {
            same.Add(subscriber);
        }
        else
        {
            _tree.Set(subscriber.Filter.Text, new FilterSubscribers(subscriber));
        }
    }

    /// <summary>Takes a subscriber out.</summary>
    /// <returns>Whether it was in.</returns>
    public bool Remove(Subscriber subscriber)
    {
        if (_tree.Find(subscriber.Filter.Text) is not { } same || !same.Remove(subscriber))
        {
            return false;
        }

        if (same.Count == 0)
        {
            _tree.Remove(subscriber.Filter.Text);
        }

        return true;
    }

    /// <summary>Those whose filters match a name.</summary>
    public IReadOnlyList<Subscriber> Of(TopicName name)
    {
        if (_tree.IsEmpty)
        {
            return [];
        }

        var found = new List<FilterSubscribers>();
        _tree.AddFiltersOf(name, found);
        return Together(found);
    }

    private static List<Subscriber> Together(List<FilterSubscribers> found)
    {
        var together = new List<Subscriber>(found.Sum(static one => one.Count));
        found.ForEach(one => one.AddTo(together));
        return together;
    }
}

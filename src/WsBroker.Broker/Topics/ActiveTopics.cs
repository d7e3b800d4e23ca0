using System.Diagnostics.CodeAnalysis;

namespace WsBroker.Broker.Topics;

/// <summary>The topics whose actors run, found by name at once and by filter without a look at those that differ in a level before.</summary>
/// <remarks>Belongs to <see cref="TopicsActor"/>. What is removed leaves no room behind.</remarks>
internal sealed class ActiveTopics
{
    /// <summary>The dictionary is made smaller when less than this part of it is in use; then it is twice as large as it must be.</summary>
    private const int SparsePart = 4;

    private readonly Dictionary<TopicName, ActiveTopic> _byName = [];
    private readonly LevelTree<ActiveTopic> _tree = new();

    /// <summary>How many there are.</summary>
    public int Count => _byName.Count;

    /// <summary>All of them, in no order, until one comes or goes.</summary>
    public IReadOnlyCollection<ActiveTopic> All => _byName.Values;

    /// <summary>Finds one by its name.</summary>
    public bool TryFind(TopicName name, [NotNullWhen(true)] out ActiveTopic? topic) => _byName.TryGetValue(name, out topic);

    /// <summary>All that a filter matches.</summary>
    public IReadOnlyList<ActiveTopic> In(TopicFilter filter)
    {
        var found = new List<ActiveTopic>();
        _tree.AddNamesIn(filter, found);
        return found;
    }

    /// <summary>Adds one that is not here.</summary>
    public void Add(ActiveTopic topic)
    {
        _byName.Add(topic.Name, topic);
        _tree.Set(topic.Name.Text, topic);
    }

    /// <summary>Takes one out.</summary>
    public void Remove(ActiveTopic topic)
    {
        _byName.Remove(topic.Name);
        _tree.Remove(topic.Name.Text);
        if (_byName.Count < _byName.Capacity / SparsePart)
        {
            _byName.TrimExcess(_byName.Count * 2);
        }
    }
}

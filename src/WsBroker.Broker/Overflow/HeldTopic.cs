namespace WsBroker.Broker.Overflow;

/// <summary>What is held of one topic for one subscriber, in the topic's order.</summary>
/// <param name="topic">The topic.</param>
internal sealed class HeldTopic(LossyTopic topic)
{
    private Dictionary<string, HeldEntry>? _newest;

    /// <summary>The topic.</summary>
    public LossyTopic Topic => topic;

    /// <summary>What is held of it.</summary>
    public LinkedList<HeldEntry> Entries { get; } = new();

    /// <summary>The publication that is the newest of its key, if one is held.</summary>
    public HeldEntry? FindNewest(string key) => _newest?.GetValueOrDefault(key);

    /// <summary>Takes note that this is the newest of its key.</summary>
    public void SetNewest(string key, HeldEntry entry) => (_newest ??= new(StringComparer.Ordinal))[key] = entry;

    /// <summary>Takes note that it is not held any more.</summary>
    public void ForgetNewest(string key) => _newest?.Remove(key);
}

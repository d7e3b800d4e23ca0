namespace WsBroker.Broker.Overflow;

/// <summary>What is held of one topic for one subscriber, in the topic's order.</summary>
/// <param name="topic">The topic.</param>
internal sealed class HeldTopic(LossyTopic topic)
{
    private Dictionary<string, HeldEntry>? _newest;
    private HeldEntry? _first;

    /// <summary>The topic.</summary>
    public LossyTopic Topic => topic;

    /// <summary>The last entry.</summary>
    public HeldEntry? Last { get; private set; }

    /// <summary>Whether nothing is held.</summary>
    public bool IsEmpty => _first is null;

    /// <summary>Adds an entry behind the others.</summary>
    public void Append(HeldEntry entry)
    {
        entry.PreviousOfTopic = Last;
        if (Last is null)
        {
            _first = entry;
        }
        else
        {
            Last.NextOfTopic = entry;
        }

        Last = entry;
    }

    /// <summary>Takes an entry out.</summary>
    public void Remove(HeldEntry entry)
    {
        if (entry.PreviousOfTopic is { } previous)
        {
            previous.NextOfTopic = entry.NextOfTopic;
        }
        else
        {
            _first = entry.NextOfTopic;
        }

        if (entry.NextOfTopic is { } next)
        {
            next.PreviousOfTopic = entry.PreviousOfTopic;
        }
        else
        {
            Last = entry.PreviousOfTopic;
        }
    }

    /// <summary>The publication that is the newest of its key, if one is held.</summary>
    public HeldEntry? FindNewest(string key) => _newest?.GetValueOrDefault(key);

    /// <summary>Takes note that this is the newest of its key.</summary>
    public void SetNewest(string key, HeldEntry entry) => (_newest ??= new(StringComparer.Ordinal))[key] = entry;

    /// <summary>Takes note that it is not held any more.</summary>
    public void ForgetNewest(string key) => _newest?.Remove(key);
}

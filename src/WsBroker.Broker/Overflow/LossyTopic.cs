using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Overflow;

/// <summary>One life (epoch) of a topic of which slow subscribers may lose publications.</summary>
/// <remarks>Immutable; compared by reference, since offsets of different lives have nothing to do with each other.</remarks>
/// <param name="name">The topic.</param>
/// <param name="policy">Which publications go when there is no room; any but <see cref="OverflowPolicy.Disconnect"/>.</param>
public sealed class LossyTopic(TopicName name, OverflowPolicy policy)
{
    /// <summary>The topic if its settings let subscribers lose something, else null.</summary>
    public static LossyTopic? Of(TopicName name, TopicSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Overflow is OverflowPolicy.Disconnect ? null : new LossyTopic(name, settings.Overflow);
    }

    /// <summary>The topic.</summary>
    public TopicName Name => name;

    /// <summary>Which publications go.</summary>
    public OverflowPolicy Policy => policy;

    /// <summary>Whether something older goes for something newer.</summary>
    internal bool LetsOlderGo => policy is not OverflowPolicy.DropNewest;
}

using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Access;

/// <summary>The topics that a token names, as filters. Immutable and thread-safe.</summary>
/// <param name="filters">The filters; owned by this object from now on.</param>
public sealed class Grants(params IReadOnlyList<TopicFilter> filters)
{
    /// <summary>No topic at all.</summary>
    public static Grants None { get; } = new();

    /// <summary>The filters.</summary>
    public IReadOnlyList<TopicFilter> Filters => filters;

    /// <summary>Whether the topic is named. Cost: linear in the number of filters.</summary>
    public bool Cover(TopicName topic)
    {
        foreach (var filter in filters)
        {
            if (filter.Matches(topic))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether all topics that are meant are named by one and the same filter: several that do so together don't count, and
    /// a wildcard never gives more than was named.
    /// </summary>
    public bool Cover(TopicFilter wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        foreach (var filter in filters)
        {
            if (filter.Covers(wanted))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether just the same is named: each filter covered by one of the others, both ways.</summary>
    public bool IsSameAs(Grants others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return others.Filters.All(Cover) && filters.All(others.Cover);
    }
}

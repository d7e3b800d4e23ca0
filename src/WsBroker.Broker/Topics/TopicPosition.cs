namespace WsBroker.Broker.Topics;

/// <summary>A place in a topic's order.</summary>
/// <param name="Epoch">Names one life of the topic; offsets of different epochs have nothing to do with each other.</param>
/// <param name="Offset">The last publication before this place; 0 when there is none.</param>
public readonly record struct TopicPosition(string Epoch, long Offset)
{
    /// <summary>The largest offset: the largest whole number that JavaScript can count to, 2^53 - 1.</summary>
    public const long MaxOffset = (1L << 53) - 1;
}

using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Topics;

/// <summary>The order of a topic that lives in this process alone: what comes is next, at once.</summary>
internal sealed class MemoryOrder(TopicState topic) : TopicOrder(topic)
{
    /// <inheritdoc/>
    public override bool IsIdle => Topic.Log.IsEmpty;

    /// <inheritdoc/>
    public override bool HasOffsets => Topic.Top.Offset < TopicPosition.MaxOffset;

    /// <inheritdoc/>
    public override bool Admits(TopicMessage message, bool isFirst) => true;

    /// <inheritdoc/>
    public override void Publish(TopicMessage.Publish order)
    {
        if (order.Content.Key is { } key && Topic.Log.TryFindKey(key, out var earlier))
        {
            Topic.AcknowledgeDuplicate(order, Topic.Top with { Offset = earlier });
            return;
        }

        Topic.Accept(new Publication(Topic.Name, Topic.Top.Epoch, Topic.Top.Offset + 1, Topic.UtcNow, order.Content, order.Client.Publisher), order);
    }
}

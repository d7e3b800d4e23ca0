using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Engines;

/// <summary>Publications of one topic that are appended to a shared log together. Immutable.</summary>
public sealed class SharedBatch
{
    internal SharedBatch(TopicName topic, SeenTop known, IReadOnlyList<TopicMessage.Publish> orders) =>
        (Topic, Known, Orders) = (topic, known, orders);

    /// <summary>The topic.</summary>
    public TopicName Topic { get; }

    /// <summary>How far the topic has been seen, or an epoch without a name: a log that has less of this epoch, or something else there, has lost something.</summary>
    public SeenTop Known { get; }

    /// <summary>How many publications there are.</summary>
    public int Count => Orders.Count;

    /// <summary>The orders behind them.</summary>
    internal IReadOnlyList<TopicMessage.Publish> Orders { get; }

    /// <summary>What is published.</summary>
    /// <param name="index">From 0.</param>
    public Content ContentOf(int index) => Orders[index].Content;

    /// <summary>Who publishes.</summary>
    /// <param name="index">From 0.</param>
    public Publisher PublisherOf(int index) => Orders[index].Client.Publisher;
}

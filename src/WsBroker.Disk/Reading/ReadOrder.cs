using WsBroker.Actors;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Files;

namespace WsBroker.Disk.Reading;

/// <summary>All that the thread that reads can be told.</summary>
internal abstract record ReadOrder
{
    private ReadOrder()
    {
    }

    /// <summary>Read the records, and tell the topic what they hold.</summary>
    internal sealed record Read(
        TopicName Topic, TopicPosition Position, IReadOnlyList<StoredRecord> Records, ActorRef<TopicMessage> ReplyTo) : ReadOrder;

    /// <summary>Close a file: who was told before to read in it has done so.</summary>
    internal sealed record Close(ILogFile File) : ReadOrder;
}

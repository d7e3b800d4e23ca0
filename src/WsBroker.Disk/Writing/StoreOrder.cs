using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Disk.Writing;

/// <summary>All that the thread that writes can be told.</summary>
internal abstract record StoreOrder
{
    private StoreOrder()
    {
    }

    internal sealed record Open(TopicName Topic, ActorRef<TopicMessage> ReplyTo) : StoreOrder;

    internal sealed record Append(string Epoch, Publication Publication, ActorRef<TopicMessage> ReplyTo) : StoreOrder
    {
        public TopicName Topic => Publication.Topic;

        public long Offset => Publication.Offset;
    }

    internal sealed record Trim(TopicName Topic, long FirstKept) : StoreOrder;

    internal sealed record Forget(TopicName Topic) : StoreOrder;
}

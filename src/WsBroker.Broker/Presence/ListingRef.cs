using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Presence;

/// <summary>Answers a client that asks who is there with what all nodes say, or that this cannot be told.</summary>
internal sealed class ListingRef(TopicMessage.ReadPresence order) : ActorRef<PresenceListing?>
{
    /// <inheritdoc/>
    public override void Tell(PresenceListing? message)
    {
        if (message is null)
        {
            order.Refuse(ErrorCode.NodesUnavailable);
        }
        else
        {
            order.Answer(new SessionEvent.PresenceRead(order.Request, order.Topic, message.Count, message.Clients));
        }
    }
}

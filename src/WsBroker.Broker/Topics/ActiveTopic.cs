using WsBroker.Actors;
using WsBroker.Broker.Engines;

namespace WsBroker.Broker.Topics;

/// <summary>A topic whose actor runs. Belongs to <see cref="TopicsActor"/>.</summary>
/// <param name="Name">The topic.</param>
/// <param name="Actor">Its actor.</param>
/// <param name="Backlog">What is on the way to it.</param>
/// <param name="Store">What keeps its log, or null if it is kept in memory alone.</param>
internal sealed record ActiveTopic(TopicName Name, ActorRef<TopicMessage> Actor, Backlog Backlog, ITopicStore? Store)
{
    /// <summary>Sends it a message.</summary>
    public void Tell(TopicMessage message)
    {
        Backlog.Send();
        Actor.Tell(message);
    }
}

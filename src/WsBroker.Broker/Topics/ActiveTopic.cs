using WsBroker.Actors;

namespace WsBroker.Broker.Topics;

/// <summary>A topic whose actor runs. Belongs to <see cref="TopicsActor"/>.</summary>
/// <param name="Name">The topic.</param>
/// <param name="Actor">Its actor.</param>
/// <param name="Backlog">What is on the way to it.</param>
internal sealed record ActiveTopic(TopicName Name, ActorRef<TopicMessage> Actor, Backlog Backlog)
{
    /// <summary>Sends it a message.</summary>
    public void Tell(TopicMessage message)
    {
        Backlog.Send();
        Actor.Tell(message);
    }
}

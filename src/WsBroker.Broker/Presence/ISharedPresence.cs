using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Presence;

/// <summary>Has who is there in topics that several nodes share: each node says who is there on it, and hears who is on the others.</summary>
/// <remarks>
/// Thread-safe. Nothing here waits; what has an answer gets it within five seconds. What a node says is not lost while what is shared is out
/// of reach: it is said later, the newest of each client.
/// </remarks>
public interface ISharedPresence
{
    /// <summary>What the node says from now on is said under this id. Before that, and after <see cref="Pause"/>, nothing it says is heard.</summary>
    void Begin(NodeId node);

    /// <summary>The node has no id now; what it has yet to say is forgotten.</summary>
    void Pause();

    /// <summary>Nobody is there any more on a node that is gone. Others are told once, however many nodes ask for this.</summary>
    void Clear(NodeId gone);

    /// <summary>A client of this node is there.</summary>
    void Join(TopicName topic, Participant client);

    /// <summary>A client of this node is not there any more.</summary>
    /// <param name="topic">Where.</param>
    /// <param name="client">Who.</param>
    /// <param name="isLast">Whether nobody of this node is there now.</param>
    void Leave(TopicName topic, ClientId client, bool isLast);

    /// <summary>Of this node these are there, and nobody else.</summary>
    void Replace(TopicName topic, IReadOnlyList<Participant> clients);

    /// <summary>Tells who is there on all nodes.</summary>
    /// <param name="topic">Where.</param>
    /// <param name="most">Lists at most so many.</param>
    /// <param name="replyTo">Told who; null if that cannot be said.</param>
    void Read(TopicName topic, int most, ActorRef<PresenceListing?> replyTo);

    /// <summary>
    /// From now on a topic is told who comes and goes (<see cref="SharedPresenceNews.Changed"/>), as far as nothing gets lost, and once that is
    /// so, and whenever something may have been lost, to look (<see cref="SharedPresenceNews.Check"/>).
    /// </summary>
    void Watch(TopicName topic, ActorRef<TopicMessage> replyTo);

    /// <summary>Takes that back, if it was the last to ask for it.</summary>
    void Unwatch(TopicName topic, ActorRef<TopicMessage> replyTo);

    /// <summary>Tells a topic who is there on other nodes: <see cref="SharedPresenceNews.Listed"/> or <see cref="SharedPresenceNews.NotListed"/>.</summary>
    /// <param name="topic">Where.</param>
    /// <param name="known">The version that the topic knows, or a negative number.</param>
    /// <param name="replyTo">The topic's actor.</param>
    void Look(TopicName topic, long known, ActorRef<TopicMessage> replyTo);
}

using StackExchange.Redis;
using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Topics;

/// <summary>A topic that this node hears.</summary>
/// <param name="topic">The topic.</param>
/// <param name="replyTo">Its actor.</param>
/// <param name="topics">All topics of the node.</param>
internal sealed class OpenTopic(TopicName topic, ActorRef<TopicMessage> replyTo, ActorRef<TopicsMessage> topics)
{
    private const int MaxInflow = 8 * 1024 * 1024;

    /// <summary>The topic.</summary>
    public TopicName Topic => topic;

    /// <summary>Its actor.</summary>
    public ActorRef<TopicMessage> ReplyTo => replyTo;

    /// <summary>All topics of the node: who is told what is heard.</summary>
    public ActorRef<TopicsMessage> Topics => topics;

    /// <summary>Where it hears; null while it does not.</summary>
    public ChannelMessageQueue? Queue { get; set; }

    /// <summary>Bounds what is on its way to the actor.</summary>
    public Inflow Inflow { get; } = new(MaxInflow);

    /// <summary>Whether it has heard something since it last missed something.</summary>
    public bool HasHeard { get; set; } = true;

    /// <summary>When it is to look where the log stands.</summary>
    public long ChecksAt { get; set; }
}

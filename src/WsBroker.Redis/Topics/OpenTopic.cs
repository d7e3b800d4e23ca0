using StackExchange.Redis;
using WsBroker.Actors;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Topics;

/// <summary>A topic that this node hears.</summary>
/// <param name="topic">The topic.</param>
/// <param name="replyTo">Its actor.</param>
internal sealed class OpenTopic(TopicName topic, ActorRef<TopicMessage> replyTo)
{
    /// <summary>The topic.</summary>
    public TopicName Topic => topic;

    /// <summary>Its actor.</summary>
    public ActorRef<TopicMessage> ReplyTo => replyTo;

    /// <summary>Where it hears; null while it does not.</summary>
    public ChannelMessageQueue? Queue { get; set; }

    /// <summary>Whether it has heard something since it last missed something.</summary>
    public bool HasHeard { get; set; } = true;

    /// <summary>When it is to look where the log stands.</summary>
    public long ChecksAt { get; set; }
}

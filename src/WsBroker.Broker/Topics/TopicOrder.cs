using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>Gives the publications of one topic their places, and says when they count.</summary>
/// <remarks>Belongs to one topic's actor.</remarks>
/// <param name="topic">The topic.</param>
internal abstract class TopicOrder(TopicState topic)
{
    /// <summary>Why what waits cannot be done; null if it can, once the topic is open.</summary>
    public ErrorCode? Problem { get; protected set; }

    /// <summary>Whether nothing is on its way, nor would be missed.</summary>
    public abstract bool IsIdle { get; }

    /// <summary>Whether there is an offset for one more publication.</summary>
    public abstract bool HasOffsets { get; }

    /// <summary>The topic.</summary>
    protected TopicState Topic => topic;

    /// <summary>The order of a topic, as its durability has it.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="topics">All topics of the node.</param>
    public static TopicOrder Of(TopicState topic, ActorRef<TopicsMessage> topics) => topic.Settings.Durability switch
    {
        Durability.Memory => new MemoryOrder(topic),
        Durability.Disk => new StoredOrder(topic, topic.Options.Store!),
        Durability.Redis => new SharedOrder(topic, topic.Options.Shared!, topics),
        _ => throw new ArgumentOutOfRangeException(nameof(topic), topic.Settings.Durability, "no such durability"),
    };

    /// <summary>The topic starts.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Whether a message may be handled now. If not it waits, in its place, and this sees to it that its time comes.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isFirst">Whether nothing waits before it.</param>
    public abstract bool Admits(TopicMessage message, bool isFirst);

    /// <summary>Publishes: sooner or later the order is answered.</summary>
    public abstract void Publish(TopicMessage.Publish order);

    /// <summary>Takes news of an engine.</summary>
    /// <returns>Whether what waits can be decided on now: by <see cref="Problem"/>.</returns>
    public virtual bool Take(TopicMessage news) => false;

    /// <summary>The topic was opened, and who was there before knows of it: what has come since is taken.</summary>
    public virtual void CatchUp()
    {
    }

    /// <summary>Something that the topic remembered has reached its age.</summary>
    public virtual void Aged()
    {
    }

    /// <summary>A turn ends: what it has gathered is handed on.</summary>
    public virtual void TurnEnded()
    {
    }

    /// <summary>Whether a topic that is idle may be let go; if only later, this has it asked again then.</summary>
    public virtual bool MayBeLetGo() => true;

    /// <summary>The topic ends: what is on its way is refused.</summary>
    public virtual void End(ErrorCode code)
    {
    }
}

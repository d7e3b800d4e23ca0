using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Engines;

/// <summary>Keeps the logs of topics where they outlive the process.</summary>
/// <remarks>
/// Told by topics' actors, and tells back into their mailboxes. Thread-safe; no call blocks or throws for what befalls
/// the storage. What is told of one topic is carried out in the order in which it was told: an <see cref="Open"/> finds all that
/// was appended before it.
/// </remarks>
public interface ITopicStore
{
    /// <summary>The topics of which something was kept when the store was opened.</summary>
    IReadOnlyCollection<TopicName> Topics { get; }

    /// <summary>Reads what is kept of a topic; answered with <see cref="TopicMessage.Opened"/> or <see cref="TopicMessage.NotOpened"/>.</summary>
    void Open(TopicName topic, ActorRef<TopicMessage> replyTo);

    /// <summary>
    /// Appends a publication to its topic. Answered with <see cref="TopicMessage.Stored"/> once it, and all of the topic before it,
    /// outlive the process; one such answer may stand for many. Or with <see cref="TopicMessage.NotStored"/>.
    /// </summary>
    /// <remarks>
    /// Refused is what does not follow on the topic's last in the same epoch by 1, or begin an epoch with 1: so what comes after one
    /// that failed fails too.
    /// </remarks>
    /// <param name="epoch">The epoch of the topic.</param>
    /// <param name="publication">What is appended.</param>
    /// <param name="replyTo">The topic.</param>
    void Append(string epoch, Publication publication, ActorRef<TopicMessage> replyTo);

    /// <summary>Says that what came before an offset is not needed any more. Not answered.</summary>
    void Trim(TopicName topic, long firstKept);

    /// <summary>Says that nothing of a topic is needed any more. Not answered.</summary>
    void Forget(TopicName topic);
}

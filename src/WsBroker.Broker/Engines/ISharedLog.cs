using WsBroker.Actors;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Engines;

/// <summary>Has the logs of topics that several nodes share: it gives publications their offsets, and tells all nodes of them.</summary>
/// <remarks>
/// Told by topics' actors, and tells back into their mailboxes (<see cref="SharedNews"/>). Thread-safe; no call blocks or throws for what
/// befalls the log, and each that has an answer gets it within seconds, whatever befalls it.
/// </remarks>
public interface ISharedLog
{
    /// <summary>
    /// From now on the topic is told what any node publishes (<see cref="SharedNews.Arrived"/>), in the order of offsets as far as nothing is lost on the way;
    /// and then, once, what is kept: <see cref="SharedNews.Loaded"/>, both by <paramref name="topics"/>, so that they come after whoever subscribed before. Or it is told
    /// <see cref="SharedNews.NotLoaded"/>, and then nothing more.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="known">How far it has been seen already: as with <see cref="Read"/>.</param>
    /// <param name="settings">The topic's.</param>
    /// <param name="replyTo">The topic's actor; it takes the place of an earlier one.</param>
    /// <param name="topics">All topics of the node.</param>
    void Open(TopicName topic, SeenTop known, TopicSettings settings, ActorRef<TopicMessage> replyTo, ActorRef<TopicsMessage> topics);

    /// <summary>Takes that back, if it was the last to open the topic. Not answered.</summary>
    void Close(TopicName topic, ActorRef<TopicMessage> replyTo);

    /// <summary>
    /// Appends and tells all nodes, all in one step. Answered with <see cref="SharedNews.Appended"/> once it is stored, or with
    /// <see cref="SharedNews.NotAppended"/>: then it may be stored all the same, if the answer was what was lost.
    /// </summary>
    /// <param name="batch">What is appended.</param>
    /// <param name="settings">The topic's.</param>
    /// <param name="replyTo">The topic's actor.</param>
    void Append(SharedBatch batch, TopicSettings settings, ActorRef<TopicMessage> replyTo);

    /// <summary>
    /// Reads what follows on what was seen; answered with <see cref="SharedNews.Read"/> or <see cref="SharedNews.NotRead"/>. A log that has lost what
    /// the topic has seen already, or has another publication there, begins a new epoch.
    /// </summary>
    /// <param name="after">What was seen.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="settings">The topic's.</param>
    /// <param name="topics">All topics of the node: it is told by them, as what is heard is, so that it comes after whoever subscribed before.</param>
    void Read(SeenTop after, TopicName topic, TopicSettings settings, ActorRef<TopicsMessage> topics);

    /// <summary>Forgets all that is kept of a topic, which begins a new epoch; every node is told.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="replyTo">Told whether anything was kept, once it is not any more; null if that could not be done now.</param>
    void Forget(TopicName topic, ActorRef<bool?> replyTo);

    /// <summary>
    /// Has <paramref name="topics"/> told (<see cref="TopicMessage.Woken"/>) what any node publishes to topics that match, and
    /// perhaps to others. Answered with <see cref="TopicsMessage.Listening"/>.
    /// </summary>
    /// <remarks>Counted: it ends when it was taken back as often as it was asked for with success.</remarks>
    void Listen(Subscriber subscriber, ActorRef<TopicsMessage> topics);

    /// <summary>Takes that back once. Not answered.</summary>
    void StopListening(TopicFilter filter);
}

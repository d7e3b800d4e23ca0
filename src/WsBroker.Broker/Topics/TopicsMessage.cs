using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>All that <see cref="TopicsActor"/> can be told: its own orders, and messages for one topic to pass on.</summary>
public abstract record TopicsMessage
{
    private protected TopicsMessage()
    {
    }

    /// <summary>Makes the subscriber one of every topic that its filter matches, now and later. Answered with the credit of one command.</summary>
    public sealed record SubscribeFilter(Subscriber Subscriber) : TopicsMessage;

    /// <summary>Takes that back. Not answered; deliveries that were on their way may still arrive.</summary>
    public sealed record UnsubscribeFilter(Subscriber Subscriber) : TopicsMessage;

    /// <summary>The client of a subscription may do other things than before: each topic decides on it again. Not answered.</summary>
    /// <param name="Old">The subscription as it was.</param>
    /// <param name="Subscriber">The subscription as it is from now on.</param>
    public sealed record ReadmitFilter(Subscriber Old, Subscriber Subscriber) : TopicsMessage;

    /// <summary>Asks what goes on in the topics that match; answered once, within two seconds.</summary>
    public sealed record ListTopics(
        TopicFilter Filter, ActorRef<IReadOnlyList<TopicDescription>> ReplyTo) : TopicsMessage;

    /// <summary>Forgets all that is kept of a topic; it begins anew, in another epoch, with the next message.</summary>
    /// <param name="Topic">Which.</param>
    /// <param name="ReplyTo">Told when that is done: whether the topic was active.</param>
    public sealed record ForgetTopic(TopicName Topic, ActorRef<bool> ReplyTo) : TopicsMessage;

    /// <summary>News from the shared log: it has been out of reach for too long, so all subscriptions by filter end.</summary>
    public sealed record EndFilters(ErrorCode Code) : TopicsMessage;

    /// <summary>News from a topic: nobody needs it any more.</summary>
    /// <param name="Topic">Which.</param>
    /// <param name="Received">How many messages have reached it, to tell whether more are on their way.</param>
    internal sealed record TopicIdle(TopicName Topic, long Received) : TopicsMessage;

    /// <summary>News from the kernel: a topic's actor has ended.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Actor">Which actor: the topic may have begun anew with another.</param>
    internal sealed record TopicEnded(TopicName Topic, ActorRef<TopicMessage> Actor) : TopicsMessage;
}

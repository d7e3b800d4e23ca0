using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>All that <see cref="TopicsActor"/> can be told: its own orders, and messages for one topic to pass on.</summary>
public abstract record TopicsMessage
{
    private protected TopicsMessage()
    {
    }

    /// <summary>
    /// Makes the subscriber one of every topic that its filter matches, now and later; answered with <see cref="SessionEvent.Subscribed"/> if the session is to
    /// be told, or with a refusal, and in any case with the credit of one command.
    /// </summary>
    /// <param name="Subscriber">Who subscribes.</param>
    /// <param name="Request">The client's name for its request.</param>
    public sealed record SubscribeFilter(Subscriber Subscriber, RequestId Request = default) : TopicsMessage
    {
        /// <summary>Whether the session is told that it stands, though it may have asked without a request of its own.</summary>
        public bool IsAnnounced { get; init; } = !Request.IsNone;

        internal void Answer()
        {
            if (IsAnnounced)
            {
                Subscriber.Session.Tell(new SessionEvent.Subscribed(Request, Subscriber.Filter, Position: null, Recovered: null));
            }

            Subscriber.Session.Tell(SessionEvent.CreditReturned.OneCommand);
        }

        internal void Refuse(ErrorCode code)
        {
            Subscriber.Session.Tell(Request.IsNone
                ? new SessionEvent.SubscriptionEnded(Subscriber.Filter, code) { Subscriber = Subscriber }
                : new SessionEvent.Refused(Request, code) { Subscriber = Subscriber });
            Subscriber.Session.Tell(SessionEvent.CreditReturned.OneCommand);
        }
    }

    /// <summary>News from the shared log: what a subscription's filter matches is heard from now on, or cannot be.</summary>
    /// <param name="Subscriber">The subscription, as it was asked for.</param>
    /// <param name="Problem">Why it cannot; null if it is.</param>
    public sealed record Listening(Subscriber Subscriber, ErrorCode? Problem) : TopicsMessage;

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
    /// <param name="ReplyTo">Told when that is done: whether the topic was active; null if what the nodes share could not be forgotten now.</param>
    public sealed record ForgetTopic(TopicName Topic, ActorRef<bool?> ReplyTo) : TopicsMessage
    {
        /// <summary>Whether another node asks, which has what the nodes share forgotten itself.</summary>
        public bool IsAskedElsewhere { get; init; }
    }

    /// <summary>The other nodes do not know any more who is there on this one: each topic is to tell them once more.</summary>
    internal sealed record RenewPresence : TopicsMessage;

    /// <summary>News from the shared log: it has been out of reach for too long, so all subscriptions by filter end.</summary>
    public sealed record EndFilters(ErrorCode Code) : TopicsMessage;

    /// <summary>News from a topic: nobody needs it any more.</summary>
    /// <param name="Topic">Which.</param>
    /// <param name="Received">How many messages have reached it, to tell whether more are on their way.</param>
    internal sealed record TopicIdle(TopicName Topic, long Received) : TopicsMessage
    {
        /// <summary>Whether a session that is kept may come back for it; the topic says so again when that is over.</summary>
        public bool IsAwaited { get; init; }
    }

    /// <summary>News from a topic: it has failed, and ends.</summary>
    /// <param name="Topic">Which.</param>
    internal sealed record TopicFailed(TopicName Topic) : TopicsMessage;

    /// <summary>News from the kernel, or from a topic that ends by itself: its actor has ended.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Actor">Which actor: the topic may have begun anew with another.</param>
    internal sealed record TopicEnded(TopicName Topic, ActorRef<TopicMessage> Actor) : TopicsMessage;
}

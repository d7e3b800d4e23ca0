using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>All that one topic can be told. Sent through <see cref="TopicsActor"/>, which finds or starts the topic.</summary>
/// <param name="Topic">Which topic.</param>
public abstract record TopicMessage(TopicName Topic) : TopicsMessage
{
    /// <summary>
    /// Whether it may be refused when the topic has too much waiting. What takes something back, and what filters bring
    /// with them, may not: nobody would do it later.
    /// </summary>
    internal virtual bool MayBeRefused => false;

    /// <summary>Whether a topic that is not active becomes so for it; otherwise it is answered in its place.</summary>
    internal virtual bool BeginsTopic => true;

    /// <summary>Whether the topic may be needed afterwards, so that it counts; for the others it is soon let go again.</summary>
    internal virtual bool IsReasonToStay => false;

    /// <summary>Answers in place of a topic that cannot: it has too much waiting, or has ended.</summary>
    internal virtual void Refuse(ErrorCode code)
    {
    }

    /// <summary>Appends to the topic and hands on to its subscribers; answered to <paramref name="From"/>.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Content">What is published.</param>
    /// <param name="Client">Who publishes.</param>
    /// <param name="From">
    /// Gets <see cref="SessionEvent.Published"/> if <paramref name="Request"/> is some, or
    /// <see cref="SessionEvent.Refused"/>; and in any case its credit back.
    /// </param>
    /// <param name="Request">The client's name for its request, or none if no answer is wanted.</param>
    public sealed record Publish(
        TopicName Topic, Content Content, Participant Client, ActorRef<SessionMessage> From, RequestId Request)
        : TopicMessage(Topic)
    {
        internal override bool MayBeRefused => true;

        internal override bool IsReasonToStay => true;

        internal override void Refuse(ErrorCode code)
        {
            From.Tell(new SessionEvent.Refused(Request, code));
            From.Tell(new SessionEvent.CreditReturned(1, Content.Size));
        }
    }

    /// <summary>
    /// Makes the session a subscriber; answered with <see cref="SessionEvent.Subscribed"/> if <paramref name="Request"/> is some, and in
    /// any case with the credit of one command.
    /// </summary>
    public sealed record Subscribe(
        TopicName Topic, Subscriber Subscriber, StartAt Start, RequestId Request)
        : TopicMessage(Topic)
    {
        /// <summary>Whether the session is told that it stands, though it may have asked without a request of its own.</summary>
        public bool IsAnnounced { get; init; } = !Request.IsNone;

        internal override bool MayBeRefused => true;

        internal override bool IsReasonToStay => true;

        internal override void Refuse(ErrorCode code)
        {
            Subscriber.Session.Tell(Request.IsNone
                ? new SessionEvent.SubscriptionEnded(Subscriber.Filter, code) { Subscriber = Subscriber }
                : new SessionEvent.Refused(Request, code) { Subscriber = Subscriber });
            Subscriber.Session.Tell(SessionEvent.CreditReturned.OneCommand);
        }
    }

    /// <summary>
    /// The client of a subscription may do other things than before: goes on where it is if it still may, and is ended with
    /// <see cref="SessionEvent.SubscriptionEnded"/> if not. Nothing is told otherwise.
    /// </summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Subscriber">The subscription as it is from now on, made before by <see cref="Subscribe"/>.</param>
    public sealed record Readmit(TopicName Topic, Subscriber Subscriber) : TopicMessage(Topic)
    {
        internal override bool BeginsTopic => false;
    }

    /// <summary>Ends a subscription made by <see cref="Subscribe"/>; answered if <paramref name="Request"/> is some.</summary>
    public sealed record Unsubscribe(
        TopicName Topic, TopicFilter Filter, ActorRef<SessionMessage> Session, RequestId Request)
        : TopicMessage(Topic)
    {
        /// <summary>For how long the session is kept, which has lost its connection and may come back for it; zero if it is not.</summary>
        public TimeSpan AwaitedFor { get; init; }

        internal override bool BeginsTopic => false;

        internal override void Refuse(ErrorCode code) => Answer();

        internal void Answer()
        {
            if (!Request.IsNone)
            {
                Session.Tell(new SessionEvent.Unsubscribed(Request, Filter));
            }
        }
    }

    /// <summary>Asks for a part of the history; answered with <see cref="SessionEvent.HistoryRead"/>, and with the credit of one command.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Part">Which part.</param>
    /// <param name="Client">Who asks.</param>
    /// <param name="ReplyTo">Who is answered.</param>
    /// <param name="Request">The client's name for its request.</param>
    public sealed record ReadHistory(
        TopicName Topic, HistoryPart Part, Participant Client, ActorRef<SessionMessage> ReplyTo, RequestId Request)
        : TopicMessage(Topic)
    {
        internal override bool MayBeRefused => true;

        internal override void Refuse(ErrorCode code) => Answer(new SessionEvent.Refused(Request, code));

        internal void Answer(SessionEvent answer)
        {
            ReplyTo.Tell(answer);
            ReplyTo.Tell(SessionEvent.CreditReturned.OneCommand);
        }
    }

    /// <summary>Asks who is subscribed by name; answered with <see cref="SessionEvent.PresenceRead"/>, and with the credit of one command.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Client">Who asks.</param>
    /// <param name="ReplyTo">Who is answered.</param>
    /// <param name="Request">The client's name for its request.</param>
    public sealed record ReadPresence(
        TopicName Topic, Participant Client, ActorRef<SessionMessage> ReplyTo, RequestId Request)
        : TopicMessage(Topic)
    {
        internal override bool MayBeRefused => true;

        internal override void Refuse(ErrorCode code) => Answer(new SessionEvent.Refused(Request, code));

        internal void Answer(SessionEvent answer)
        {
            ReplyTo.Tell(answer);
            ReplyTo.Tell(SessionEvent.CreditReturned.OneCommand);
        }
    }

    /// <summary>News from the store: what it has kept of the topic.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Found">What it has kept, or null if nothing.</param>
    public sealed record Opened(TopicName Topic, StoredTopic? Found) : TopicMessage(Topic);

    /// <summary>News from the store: what it has kept of the topic cannot be read.</summary>
    public sealed record NotOpened(TopicName Topic, ErrorCode Code) : TopicMessage(Topic);

    /// <summary>News from the store: the publication, and all of the topic before it, outlive the process.</summary>
    public sealed record Stored(TopicName Topic, Publication Publication) : TopicMessage(Topic);

    /// <summary>News from the store: the publication is not kept, nor is any of the topic that was appended after it.</summary>
    public sealed record NotStored(TopicName Topic, Publication Publication, ErrorCode Code) : TopicMessage(Topic);

    /// <summary>
    /// News from the shared log of what was published, heard or read: where it was heard, it begins the topic if that is not active and a filter matches it; else it is passed over.
    /// </summary>
    public sealed record Woken(TopicName Topic, SharedNews News) : TopicMessage(Topic)
    {
        internal override bool BeginsTopic => News is SharedNews.Arrived;

        internal override void Refuse(ErrorCode code) => News.Refuse(code);
    }

    /// <summary>Asks what goes on in the topic.</summary>
    internal sealed record Describe(TopicName Topic, ActorRef<TopicDescription?> ReplyTo) : TopicMessage(Topic);

    /// <summary>A subscriber of a filter that matches the topic comes, with what is published from now on.</summary>
    internal sealed record Join(TopicName Topic, Subscriber Subscriber) : TopicMessage(Topic)
    {
        /// <summary>Whether the subscription is older than this life of the topic: it begins with what is published, nothing retained.</summary>
        public bool WasHere { get; init; }
    }

    /// <summary>
    /// The client of a filter's subscription may do other things than before: comes, goes or goes on, as it may.
    /// </summary>
    internal sealed record Rejoin(TopicName Topic, Subscriber Old, Subscriber Subscriber) : TopicMessage(Topic);

    /// <summary>A subscriber of a filter that matches the topic goes.</summary>
    internal sealed record Leave(TopicName Topic, Subscriber Subscriber) : TopicMessage(Topic);

    /// <summary>The topic to itself: subscribers are left to be served, others have had their turn.</summary>
    internal sealed record GoOn(TopicName Topic) : TopicMessage(Topic);

    /// <summary>The topic to itself: who came and went may be told again.</summary>
    internal sealed record PresenceDue(TopicName Topic) : TopicMessage(Topic);

    /// <summary>Something that the topic remembers has reached its age.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="At">When that was expected; another time has been armed since if it is not the newest.</param>
    internal sealed record Aged(TopicName Topic, long At) : TopicMessage(Topic);
}

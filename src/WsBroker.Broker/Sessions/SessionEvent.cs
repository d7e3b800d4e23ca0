using WsBroker.Broker.Hooks;
using WsBroker.Broker.Overflow;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>All that the broker tells a session.</summary>
public abstract record SessionEvent : SessionMessage
{
    private SessionEvent()
    {
    }

    /// <summary>Publications of one topic, in order, encoded in the subscriber's wire form.</summary>
    /// <param name="Bytes">Shared by all subscribers of the form; nobody may write to them.</param>
    /// <param name="Publications">How many there are.</param>
    public sealed record Delivered(ReadOnlyMemory<byte> Bytes, int Publications) : SessionEvent
    {
        /// <summary>The publications one by one, if the subscriber may lose some when it is slow; null if it gets all.</summary>
        public DeliveryParts? Parts { get; init; }

        /// <summary>Whether a subscription begins with it: it does not count as what a client was too slow for.</summary>
        public bool IsBeginning { get; init; }
    }

    /// <summary>In this place of a topic's order the subscriber was too slow, so it does not get what stood there.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="From">The first offset that it does not get.</param>
    /// <param name="To">The last one; all between them would have been for it.</param>
    public sealed record Gap(TopicName Topic, long From, long To) : SessionEvent;

    /// <summary>Topics have done what the session asked for: so much credit comes back.</summary>
    /// <param name="Commands">How many commands were done.</param>
    /// <param name="Bytes">What was published by them, which has been handed on to the last subscriber.</param>
    public sealed record CreditReturned(int Commands, long Bytes) : SessionEvent
    {
        /// <summary>A command that published nothing was done.</summary>
        public static CreditReturned OneCommand { get; } = new(Commands: 1, Bytes: 0);
    }

    /// <summary>A publication has its place in the topic's order and is stored as the topic's durability says.</summary>
    public sealed record Published(RequestId Request, TopicName Topic, string Epoch, long Offset) : SessionEvent
    {
        /// <summary>Whether it was there already: this is where the one stands that came first with the same key.</summary>
        public bool IsDuplicate { get; init; }

        /// <summary>How many sessions of this node subscribe to the topic, by filters too: so many it goes to.</summary>
        public int Reached { get; init; }
    }

    /// <summary>The subscription stands. What was missed follows, then what is published from now on.</summary>
    /// <param name="Request">The client's name for its request.</param>
    /// <param name="Filter">What was subscribed to.</param>
    /// <param name="Position">Where the topic's order stands; null for a filter with wildcards.</param>
    /// <param name="Recovered">Whether all that was missed follows; null when recovery was not asked for.</param>
    public sealed record Subscribed(
        RequestId Request, TopicFilter Filter, TopicPosition? Position, bool? Recovered) : SessionEvent;

    /// <summary>The client's subscription has ended, as it asked.</summary>
    public sealed record Unsubscribed(RequestId Request, TopicFilter Filter) : SessionEvent;

    /// <summary>The broker ended the subscription.</summary>
    public sealed record SubscriptionEnded(TopicFilter Filter, ErrorCode Code) : SessionEvent
    {
        /// <summary>Which subscription; the client may have subscribed once more since. Null: whichever there is.</summary>
        public Subscriber? Subscriber { get; init; }
    }

    /// <summary>A topic that one of the session's filters matches has ended, and what it remembered is gone: it begins anew, in another epoch.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="From">The first offset that the session was not told.</param>
    /// <param name="To">The topic's last offset; one less than <paramref name="From"/> if the session was told all.</param>
    public sealed record TopicEnded(TopicName Topic, long From, long To) : SessionEvent;

    /// <summary>A part of a topic's history.</summary>
    /// <param name="Request">The client's name for its request.</param>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Position">Where the topic's order stands.</param>
    /// <param name="Publications">The part, oldest first.</param>
    public sealed record HistoryRead(
        RequestId Request, TopicName Topic, TopicPosition Position, IReadOnlyList<Publication> Publications) : SessionEvent
    {
        /// <summary>Whether the topic lets its publications be compressed.</summary>
        public bool MayBeCompressed { get; init; } = true;
    }

    /// <summary>Who is subscribed to a topic by name.</summary>
    /// <param name="Request">The client's name for its request.</param>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Count">How many.</param>
    /// <param name="Clients">They, in no order; not all if they are very many.</param>
    public sealed record PresenceRead(
        RequestId Request, TopicName Topic, int Count, IReadOnlyList<Participant> Clients) : SessionEvent;

    /// <summary>A request was refused; nothing of it was done.</summary>
    /// <param name="Request">The client's name for its request.</param>
    /// <param name="Code">Why.</param>
    /// <param name="Detail">What exactly and what is allowed, or null when the code says it all. Never the peer's own text.</param>
    public sealed record Refused(RequestId Request, ErrorCode Code, string? Detail = null) : SessionEvent
    {
        /// <summary>The subscription that was asked for, which there is not; null if the request was another.</summary>
        public Subscriber? Subscriber { get; init; }

        /// <summary>What could not be subscribed to, where that was decided after a while; null if the request was another.</summary>
        public TopicFilter? Filter { get; init; }

        /// <summary>How long it takes until the same request may succeed; zero if that is not known.</summary>
        public TimeSpan RetryAfter { get; init; }

        /// <summary>The number that a back end gives for its refusal; null if it was not one that refused, or gave none.</summary>
        public int? HookCode { get; init; }
    }

    /// <summary>The client is connected under this name.</summary>
    public sealed record Connected(RequestId Request, Participant Client) : SessionEvent
    {
        /// <summary>By which the client can take its session up again over another connection; none where sessions are not kept.</summary>
        public SessionId Session { get; init; }

        /// <summary>Whether a session was taken up again; null if the client did not ask for it.</summary>
        public bool? Resumed { get; init; }

        /// <summary>What the session that was taken up again is subscribed to.</summary>
        public IReadOnlyList<Command.Subscribe> Subscriptions { get; init; } = [];
    }

    /// <summary>A back end has answered what the session asked. Not for the client.</summary>
    public sealed record HookAnswered(HookAnswer Answer) : SessionEvent;

    /// <summary>The client has taken its session up over another connection: this one ends.</summary>
    public sealed record TakenOver : SessionEvent
    {
        /// <summary>The only instance.</summary>
        public static readonly TakenOver Instance = new();

        private TakenOver()
        {
        }
    }

    /// <summary>The client's new token counts.</summary>
    public sealed record Refreshed(RequestId Request, DateTimeOffset ExpiresAt) : SessionEvent;

    /// <summary>The session's deadline is another now. Not for the client.</summary>
    public sealed record DeadlineChanged : SessionEvent
    {
        /// <summary>The only instance.</summary>
        public static readonly DeadlineChanged Instance = new();

        private DeadlineChanged()
        {
        }
    }

    /// <summary>The client's token has expired: its subscriptions have ended, and it may do nothing but bring another.</summary>
    public sealed record TokenExpired : SessionEvent
    {
        /// <summary>The only instance.</summary>
        public static readonly TokenExpired Instance = new();

        private TokenExpired()
        {
        }
    }

    /// <summary>The client's token has been revoked: its session is to be ended at once.</summary>
    public sealed record TokenRevoked : SessionEvent
    {
        /// <summary>The only instance.</summary>
        public static readonly TokenRevoked Instance = new();

        private TokenRevoked()
        {
        }
    }

    /// <summary>The node is to end: the client is to leave, and to come back, which may be to another node.</summary>
    /// <param name="ReconnectAfter">When it should come back.</param>
    public sealed record Draining(TimeSpan ReconnectAfter) : SessionEvent;

    /// <summary>The answer to a client's ping in the protocol.</summary>
    public sealed record Pong(RequestId Request) : SessionEvent;
}

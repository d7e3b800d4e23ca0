using System.Collections.ObjectModel;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>All that a client can ask of the broker, whatever protocol it speaks.</summary>
/// <param name="Request">The client's name for its request, or none if it wants no answer.</param>
public abstract record Command(RequestId Request)
{
    /// <summary>Says who the client is. The first command, if it comes at all.</summary>
    public sealed record Connect(RequestId Request) : Command(Request)
    {
        /// <summary>Proves who the client is; null if it does not, or did in the handshake. A secret: not for logs.</summary>
        public string? Token { get; init; }

        /// <summary>What the client calls itself, or null.</summary>
        public string? Name { get; init; }

        /// <summary>What else it would have others know of it: one JSON value, byte for byte, or empty.</summary>
        public ReadOnlyMemory<byte> Info { get; init; }

        /// <summary>The session that the client had and would take up again, or null; none if it named one that there cannot be.</summary>
        public SessionId? Former { get; init; }

        /// <summary>Where the subscriptions of that session go on, by topic.</summary>
        public IReadOnlyDictionary<string, TopicPosition> Positions { get; init; } = ReadOnlyDictionary<string, TopicPosition>.Empty;
    }

    /// <summary>Comes in, without a word of its own: what the address alone says, where it asks for nothing yet.</summary>
    public sealed record Enter(RequestId Request) : Command(Request);

    /// <summary>Proves with a new token that the client is still the same.</summary>
    public sealed record Refresh(RequestId Request, string Token) : Command(Request);

    /// <summary>Wants what is published to a topic, or to all that match a filter.</summary>
    /// <param name="Request">See <see cref="Command"/>.</param>
    /// <param name="Filter">The topic or filter.</param>
    /// <param name="Start">Where to begin; a filter with wildcards can only begin now.</param>
    /// <param name="Echo">Whether the client wants its own publications back.</param>
    public sealed record Subscribe(RequestId Request, TopicFilter Filter, StartAt Start, bool Echo) : Command(Request)
    {
        /// <summary>Whether the client wants to be told who comes and goes, where the topic's rule has it; not with wildcards.</summary>
        public bool WantsPresence { get; init; }

        /// <summary>Whether it has been counted before, with all that the connection begins with (<see cref="SessionEnvironment.TakeSubscriptions"/>).</summary>
        public bool IsCounted { get; init; }
    }

    /// <summary>Ends a subscription.</summary>
    public sealed record Unsubscribe(RequestId Request, TopicFilter Filter) : Command(Request);

    /// <summary>Publishes.</summary>
    public sealed record Publish(RequestId Request, TopicName Topic, Content Content) : Command(Request);

    /// <summary>Asks for a part of a topic's history.</summary>
    public sealed record ReadHistory(RequestId Request, TopicName Topic, HistoryPart Part) : Command(Request);

    /// <summary>Asks who is subscribed to a topic by name.</summary>
    public sealed record ReadPresence(RequestId Request, TopicName Topic) : Command(Request);

    /// <summary>Asks for a sign of life.</summary>
    public sealed record Ping(RequestId Request) : Command(Request);
}

using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>All that a client can ask of the broker, whatever protocol it speaks.</summary>
/// <param name="Request">The client's name for its request, or none if it wants no answer.</param>
public abstract record Command(RequestId Request)
{
    /// <summary>Says who the client is.</summary>
    public sealed record Connect(RequestId Request) : Command(Request);

    /// <summary>Wants what is published to a topic, or to all that match a filter.</summary>
    /// <param name="Request">See <see cref="Command"/>.</param>
    /// <param name="Filter">The topic or filter.</param>
    /// <param name="Start">Where to begin; a filter with wildcards can only begin now.</param>
    /// <param name="Echo">Whether the client wants its own publications back.</param>
    public sealed record Subscribe(RequestId Request, TopicFilter Filter, StartAt Start, bool Echo) : Command(Request);

    /// <summary>Ends a subscription.</summary>
    public sealed record Unsubscribe(RequestId Request, TopicFilter Filter) : Command(Request);

    /// <summary>Publishes.</summary>
    public sealed record Publish(RequestId Request, TopicName Topic, Content Content) : Command(Request);

    /// <summary>Asks for a topic's history: after an offset, or the last so many.</summary>
    public sealed record ReadHistory(RequestId Request, TopicName Topic, long? After, int Count) : Command(Request);

    /// <summary>Asks for a sign of life.</summary>
    public sealed record Ping(RequestId Request) : Command(Request);
}

using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Presence;

/// <summary>What subscribers of a topic are told of who comes and goes.</summary>
/// <param name="Topic">Which topic.</param>
public abstract record PresenceNews(TopicName Topic)
{
    /// <summary>One client has come or gone.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Client">The client.</param>
    public abstract record Change(TopicName Topic, Participant Client) : PresenceNews(Topic);

    /// <summary>A client has subscribed to the topic by its name.</summary>
    public sealed record Joined(TopicName Topic, Participant Client) : Change(Topic, Client);

    /// <summary>A client is not subscribed to the topic by its name any more.</summary>
    public sealed record Left(TopicName Topic, Participant Client) : Change(Topic, Client);

    /// <summary>So many have come and gone that only their number is told.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Count">How many are there.</param>
    public sealed record Counted(TopicName Topic, int Count) : PresenceNews(Topic);
}

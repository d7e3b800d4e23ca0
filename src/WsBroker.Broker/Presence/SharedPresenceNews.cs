using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Presence;

/// <summary>All that a topic is told of who is there on other nodes.</summary>
/// <param name="Topic">Which topic.</param>
public abstract record SharedPresenceNews(TopicName Topic) : TopicMessage(Topic)
{
    /// <summary>Who is there.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Version">Counts the changes up to here.</param>
    /// <param name="Others">Those of other nodes; null if nothing has changed since the version that the topic knows.</param>
    public sealed record Listed(TopicName Topic, long Version, IReadOnlyList<PresentClient>? Others) : SharedPresenceNews(Topic);

    /// <summary>It cannot be told now who is there.</summary>
    public sealed record NotListed(TopicName Topic) : SharedPresenceNews(Topic);

    /// <summary>Clients have come or gone.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Version">One more than before, unless something was lost on the way.</param>
    /// <param name="Joined">Who has come on other nodes.</param>
    /// <param name="Left">Who has gone on other nodes.</param>
    public sealed record Changed(
        TopicName Topic, long Version, IReadOnlyList<PresentClient> Joined, IReadOnlyList<PresentClient> Left) : SharedPresenceNews(Topic);

    /// <summary>Something may have been missed, or is heard from now on: the topic is to look who is there.</summary>
    public sealed record Check(TopicName Topic) : SharedPresenceNews(Topic);

    /// <summary>The other nodes do not know any more who is there on this one: all are to be told once more.</summary>
    internal sealed record Renew(TopicName Topic) : SharedPresenceNews(Topic);

    /// <summary>The topic to itself: it is time to look, if nothing has been told lately.</summary>
    internal sealed record LookDue(TopicName Topic) : SharedPresenceNews(Topic);
}

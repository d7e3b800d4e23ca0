using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>A store that outlives the brokers of a test, answers at once, and refuses when it is told to.</summary>
internal sealed class PromptStore : ITopicStore
{
    private readonly Dictionary<TopicName, (string Epoch, List<Publication> Publications)> _topics = [];

    /// <summary>Whether appends are refused.</summary>
    public bool IsFull { get; set; }

    public IReadOnlyCollection<TopicName> Topics => [.. _topics.Keys];

    public void Open(TopicName topic, ActorRef<TopicMessage> replyTo) => replyTo.Tell(new TopicMessage.Opened(topic, Find(topic)));

    public void Append(string epoch, Publication publication, ActorRef<TopicMessage> replyTo)
    {
        var (known, publications) = _topics.GetValueOrDefault(publication.Topic, (epoch, []));
        var isSame = string.Equals(known, epoch, StringComparison.Ordinal);
        if (IsFull || publication.Offset != (isSame ? publications.Count + 1 : 1))
        {
            replyTo.Tell(new TopicMessage.NotStored(publication.Topic, publication, ErrorCode.Busy));
            return;
        }

        _topics[publication.Topic] = (epoch, isSame ? publications : []);
        _topics[publication.Topic].Publications.Add(publication);
        replyTo.Tell(new TopicMessage.Stored(publication.Topic, publication));
    }

    // More than is needed may be kept, and here it is
    public void Trim(TopicName topic, long firstKept)
    {
    }

    public void Forget(TopicName topic) => _topics.Remove(topic);

    private StoredTopic? Find(TopicName topic) => _topics.TryGetValue(topic, out var kept)
        ? new StoredTopic(new TopicPosition(kept.Epoch, kept.Publications.Count), [.. kept.Publications])
        : null;
}

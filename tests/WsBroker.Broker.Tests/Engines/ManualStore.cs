using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Engines;

/// <summary>A store that opens and stores when the test says so.</summary>
internal sealed class ManualStore : ITopicStore
{
    private readonly Queue<Action> _opens = [];
    private readonly Queue<(Publication Publication, ActorRef<TopicMessage> ReplyTo)> _appends = [];
    private readonly List<Publication> _stored = [];
    private ActorRef<TopicMessage>? _opener;
    private string _epoch = "";

    public IReadOnlyCollection<TopicName> Topics { get; init; } = [];

    /// <summary>What is found when a topic is opened, if it is not what was stored.</summary>
    public StoredTopic? Found { get; set; }

    /// <summary>What the topic said was not needed any more: all before this.</summary>
    public long Trimmed { get; private set; }

    /// <summary>Answers whoever wanted to open a topic, with what is stored.</summary>
    public void OpenAll()
    {
        while (_opens.TryDequeue(out var open))
        {
            open();
        }
    }

    /// <summary>Answers who wanted to open a topic that it cannot be read.</summary>
    public void FailToOpen(TopicMessage.NotOpened news)
    {
        _opens.Clear();
        _opener!.Tell(news);
    }

    /// <summary>Stores the oldest that waits, and as many more, and answers for them once.</summary>
    public void Store(int count)
    {
        for (; count > 0; count--)
        {
            var (publication, replyTo) = _appends.Dequeue();
            _stored.Add(publication);
            if (count == 1)
            {
                replyTo.Tell(new TopicMessage.Stored(publication.Topic, publication));
            }
        }
    }

    /// <summary>Refuses the oldest that waits, and all behind it.</summary>
    public void Fail(ErrorCode code)
    {
        while (_appends.TryDequeue(out var append))
        {
            append.ReplyTo.Tell(new TopicMessage.NotStored(append.Publication.Topic, append.Publication, code));
        }
    }

    public void Open(TopicName topic, ActorRef<TopicMessage> replyTo)
    {
        _opener = replyTo;
        _opens.Enqueue(() => replyTo.Tell(new TopicMessage.Opened(topic, Found ?? All())));
    }

    public void Append(string epoch, Publication publication, ActorRef<TopicMessage> replyTo)
    {
        _epoch = epoch;
        _appends.Enqueue((publication, replyTo));
    }

    public void Trim(TopicName topic, long firstKept) => Trimmed = firstKept;

    public void Forget(TopicName topic) => _stored.Clear();

    private StoredTopic? All() =>
        _stored.Count == 0 ? null : new StoredTopic(new TopicPosition(_epoch, _stored[^1].Offset), [.. _stored]);
}

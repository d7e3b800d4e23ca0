using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>What several nodes share, in a simulation: gives offsets, and tells all of them.</summary>
internal sealed class SimulatedLog
{
    private readonly Dictionary<TopicName, SimulatedTopic> _topics = [];
    private readonly List<SimulatedLogNode> _nodes = [];
    private long _now;

    /// <summary>Whether nobody reaches it.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether what is appended is stored and told, but not answered.</summary>
    public bool LosesAnswers { get; set; }

    public SimulatedTopic Of(TopicName topic) =>
        _topics.TryGetValue(topic, out var known) ? known : _topics[topic] = new SimulatedTopic(topic);

    public void Add(SimulatedLogNode node) => _nodes.Add(node);

    /// <summary>Has all nodes tell their topics to look where the log stands.</summary>
    public void CheckAll() => _nodes.ForEach(static node => node.CheckAll());

    /// <summary>Stores a batch, and tells all nodes.</summary>
    public SharedNews.Appended Append(SharedBatch batch)
    {
        var topic = Of(batch.Topic);
        Fence(topic, batch.Known);
        var (before, now) = (topic.TakenAt, ++_now);
        var (places, made) = (new List<SharedPlace>(), new List<Publication>());
        for (var index = 0; index < batch.Count; index++)
        {
            var content = batch.ContentOf(index);
            if (content.Key is { } key && topic.Keys.TryGetValue(key, out var earlier))
            {
                places.Add(new SharedPlace(earlier, IsDuplicate: true));
                continue;
            }

            made.Add(topic.Add(content, batch.PublisherOf(index), now));
            places.Add(new SharedPlace(made[^1].Offset, IsDuplicate: false));
        }

        if (made.Count > 0)
        {
            _nodes.ForEach(node => node.Hear(topic.Name, topic.Epoch, made, batch, before));
        }

        return new SharedNews.Appended(topic.Name, batch, topic.Epoch, now, places) { Before = before };
    }

    /// <summary>What it has of a topic, after it was told how far that has been seen.</summary>
    public SimulatedTopic Look(TopicName name, SeenTop known)
    {
        var topic = Of(name);
        Fence(topic, known);
        return topic;
    }

    public SharedNews.Read Read(TopicName name, SeenTop after)
    {
        var topic = Look(name, after);
        var isSame = string.Equals(after.Position.Epoch, topic.Epoch, StringComparison.Ordinal);
        return new SharedNews.Read(name, topic.Top, topic.After(isSame ? after.Position.Offset : 0), IsWhole: true);
    }

    public void Forget(TopicName name) => BeginEpoch(Of(name));

    private void BeginEpoch(SimulatedTopic topic)
    {
        topic.BeginEpoch();
        _nodes.ForEach(node => node.Hear(topic.Name, topic.Epoch, [], batch: null));
    }

    private void Fence(SimulatedTopic topic, SeenTop known)
    {
        var (position, at) = known;
        if (string.Equals(position.Epoch, topic.Epoch, StringComparison.Ordinal)
            && (position.Offset > topic.All.Count || (at > 0 && position.Offset >= topic.FirstKept && topic.All[(int)position.Offset - 1].At != at)))
        {
            BeginEpoch(topic);
        }
    }
}

using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>What a simulated log has of one topic.</summary>
internal sealed class SimulatedTopic
{
    private int _epochs = 1;

    public SimulatedTopic(TopicName name) => Name = name;

    public TopicName Name { get; }

    public string Epoch => $"e{_epochs}";

    public List<Publication> All { get; } = [];

    public Dictionary<string, long> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>What is older is not kept any more.</summary>
    public long FirstKept { get; set; } = 1;

    /// <summary>When its last publication was taken; 0 if there is none.</summary>
    public long TakenAt => All is [.., var last] ? last.At : 0;

    public TopicPosition Top => new(Epoch, All.Count);

    public IReadOnlyList<Publication> After(long offset) => [.. All.Where(one => one.Offset > offset && one.Offset >= FirstKept)];

    public Publication Add(Content content, Publisher publisher, long at)
    {
        var publication = new Publication(Name, Epoch, All.Count + 1, at, content, publisher);
        All.Add(publication);
        if (content.Key is { } key)
        {
            Keys[key] = publication.Offset;
        }

        return publication;
    }

    /// <summary>Everything is gone.</summary>
    public void BeginEpoch()
    {
        _epochs++;
        All.Clear();
        Keys.Clear();
        FirstKept = 1;
    }

    /// <summary>The newest are gone, and nobody has noticed yet.</summary>
    public void LoseTail(int count) => All.RemoveRange(All.Count - count, count);
}

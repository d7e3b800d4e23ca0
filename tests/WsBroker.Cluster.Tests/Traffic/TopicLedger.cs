using System.Collections.Concurrent;
using WsBroker.Client;

namespace WsBroker.Cluster.Tests.Traffic;

/// <summary>What publishers tried to publish to a topic, and where the cluster said that it stands. Thread-safe.</summary>
/// <param name="topic">Its name.</param>
internal sealed class TopicLedger(string topic)
{
    private readonly ConcurrentDictionary<string, byte> _tried = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TopicPosition, string> _acknowledged = [];
    private readonly ConcurrentDictionary<string, long> _ends = new(StringComparer.Ordinal);

    /// <summary>The topic's name.</summary>
    public string Topic => topic;

    /// <summary>How many were acknowledged.</summary>
    public int Count => _acknowledged.Count;

    /// <summary>What was acknowledged, and where.</summary>
    public IEnumerable<KeyValuePair<TopicPosition, string>> Acknowledged => _acknowledged;

    /// <summary>The last position that was acknowledged in each epoch.</summary>
    public IReadOnlyList<TopicPosition> Ends => [.. _ends.Select(static end => new TopicPosition(end.Key, end.Value))];

    /// <summary>Whether a text was ever published.</summary>
    public bool WasTried(string text) => _tried.ContainsKey(text);

    /// <summary>A publisher is about to publish.</summary>
    public void NoteTry(string text) => _tried[text] = 0;

    /// <summary>It was acknowledged; no two may name the same position.</summary>
    public void NoteAcknowledged(TopicPosition position, string text)
    {
        Assert.True(_acknowledged.TryAdd(position, text), $"{position} of {topic} was given to '{text}' and to '{_acknowledged[position]}'");
        _ends.AddOrUpdate(position.Epoch, position.Offset, (_, before) => Math.Max(before, position.Offset));
    }
}

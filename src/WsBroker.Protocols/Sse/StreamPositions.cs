using System.Text;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Sse;

/// <summary>How far a stream has come in each of its topics, as the id of its events has it.</summary>
/// <remarks>
/// An id has the places of all topics in the order in which the address names them, with commas between; filters have none. A stream of one
/// topic has its messages' own ids, which are the same for all who listen to it.
/// </remarks>
internal sealed class StreamPositions
{
    // In no topic's order: what it is asked for cannot be recovered
    private static readonly TopicPosition _nowhere = new("", 0);

    private readonly StreamPosition[] _all;

    /// <param name="filters">What the stream listens to.</param>
    /// <param name="lastEventId">The id that an earlier stream of the same address has come to; null if this is the first.</param>
    public StreamPositions(IReadOnlyList<TopicFilter> filters, string? lastEventId)
    {
        var topics = filters.Select(static filter => filter.Exact).OfType<TopicName>().ToList();
        var given = lastEventId?.Split(',');
        _all = [.. topics.Select((topic, index) => new StreamPosition(topic, Given(given, index, topics.Count)))];
    }

    /// <summary>How many topics there are.</summary>
    public int Count => _all.Length;

    /// <summary>The topic's.</summary>
    public StreamPosition this[TopicName topic] => Find(topic) ?? throw new ArgumentOutOfRangeException(nameof(topic));

    /// <summary>The topic's; null if it is none of these: a filter has brought it.</summary>
    public StreamPosition? Find(TopicName topic) => Array.Find(_all, one => one.Topic.Equals(topic));

    /// <summary>The topic's whose message begins so.</summary>
    /// <param name="data">The field of its data.</param>
    /// <returns>Null if it is none of these: a filter has brought it.</returns>
    public StreamPosition? Find(ReadOnlySpan<byte> data)
    {
        foreach (var one in _all)
        {
            if (data.StartsWith(one.Opening))
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>What the client is to give back now; empty if there is nothing to recover yet.</summary>
    public byte[] ToId()
    {
        var id = new StringBuilder();
        foreach (var one in _all)
        {
            id.Append(',');
            one.AppendTo(id);
        }

        // One comma for each topic is all there is while none has begun
        return id.Length > _all.Length ? Encoding.ASCII.GetBytes(id.ToString(1, id.Length - 1)) : [];
    }

    private static TopicPosition? Given(string[]? ids, int index, int count)
    {
        if (ids is null)
        {
            return null;
        }

        // An id of another address, or of nobody's making: what was missed is not known, and that is told
        if (ids.Length != count)
        {
            return _nowhere;
        }

        return ids[index].Length == 0 ? null : StreamPosition.Parse(ids[index]) ?? _nowhere;
    }
}

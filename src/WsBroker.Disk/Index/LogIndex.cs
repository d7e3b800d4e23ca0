using System.Diagnostics.CodeAnalysis;
using System.Text;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Index;

/// <summary>All topics and the places of their publications; keeps count of what is needed in each segment.</summary>
/// <remarks>Belongs to the thread that writes.</remarks>
internal sealed class LogIndex(SegmentSet segments)
{
    private readonly Dictionary<string, TopicLog> _topics = new(StringComparer.Ordinal);

    /// <summary>The files.</summary>
    public SegmentSet Segments { get; } = segments;

    /// <summary>All topics.</summary>
    public IReadOnlyCollection<TopicLog> Topics => _topics.Values;

    /// <summary>What is known of a topic.</summary>
    public bool TryFind(string topic, [NotNullWhen(true)] out TopicLog? log) => _topics.TryGetValue(topic, out log);

    /// <summary>What is known of a topic whose name is given in UTF-8.</summary>
    public bool TryFind(ReadOnlySpan<byte> topic, [NotNullWhen(true)] out TopicLog? log)
    {
        Span<char> name = stackalloc char[TopicName.MaxBytes];
        var length = Encoding.UTF8.GetChars(topic, name);
        return _topics.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..length], out log);
    }

    /// <summary>Puts in what was found when the log was opened.</summary>
    public void Add(TopicLog log)
    {
        _topics.Add(log.Topic.Text, log);
        for (var at = 0; at < log.Places.Count; at++)
        {
            Segments.Hold(log.Places[log.Places.FirstOffset + at]);
        }
    }

    /// <summary>Notes a publication that follows on the last, or begins an epoch.</summary>
    public void Append(TopicName topic, string epoch, long offset, Place place)
    {
        if (!_topics.TryGetValue(topic.Text, out var log))
        {
            log = new TopicLog(topic, epoch);
            _topics.Add(topic.Text, log);
        }
        else if (!string.Equals(log.Epoch, epoch, StringComparison.Ordinal))
        {
            Release(log, log.Places.Count);
            (log.Epoch, log.FirstKept) = (epoch, 0);
        }

        log.LastOffset = offset;
        log.Places.Add(offset, place);
        Segments.Hold(place);
        Trim(log, log.FirstKept);
    }

    /// <summary>Notes that a publication has been carried forward, if it is still needed.</summary>
    public void Move(TopicLog log, long offset, Place from, Place to)
    {
        if (IsAt(log, offset, from))
        {
            log.Places[offset] = to;
            Segments.Release(from);
            Segments.Hold(to);
        }
    }

    /// <summary>Notes the record that alone tells where a topic stands, of which nothing else is left.</summary>
    public void Anchor(TopicLog log, Place place)
    {
        if (IsKnown(log) && log.Places.Count == 0)
        {
            log.FirstKept = log.LastOffset + 1;
            log.Places.Add(log.LastOffset, place);
            Segments.Hold(place);
        }
    }

    /// <summary>Whether the record of a publication that is needed lies there.</summary>
    public bool IsAt(TopicLog log, long offset, Place place) => IsKnown(log) && log.Places.Has(offset) && log.Places[offset] == place;

    /// <summary>Lets go of what came before an offset; the last publication stays.</summary>
    public void Trim(TopicLog log, long firstKept)
    {
        log.FirstKept = Math.Max(log.FirstKept, Math.Min(firstKept, log.LastOffset + 1));
        var first = log.Places.Count > 0 ? log.Places.FirstOffset : log.FirstKept;
        Release(log, (int)Math.Clamp(log.FirstKept - first, 0, Math.Max(0, log.Places.Count - 1)));
    }

    /// <summary>Lets go of a topic.</summary>
    public void Forget(TopicLog log)
    {
        Release(log, log.Places.Count);
        _topics.Remove(log.Topic.Text);
    }

    /// <summary>Lets go of what can't be read any more, and of what came before it in the same topic.</summary>
    /// <returns>The topics of which nothing is left.</returns>
    public IReadOnlyList<TopicLog> Lose(int segment)
    {
        foreach (var log in _topics.Values)
        {
            Release(log, CountUpTo(log.Places, segment));
        }

        return [.. _topics.Values.Where(static log => log.Places.Count == 0)];
    }

    /// <summary>How many places there are up to the last one in a segment.</summary>
    private static int CountUpTo(Places places, int segment)
    {
        var count = places.Count;
        while (count > 0 && places[places.FirstOffset + count - 1].Segment != segment)
        {
            count--;
        }

        return count;
    }

    private bool IsKnown(TopicLog log) => _topics.TryGetValue(log.Topic.Text, out var known) && ReferenceEquals(known, log);

    private void Release(TopicLog log, int count)
    {
        for (; count > 0; count--)
        {
            Segments.Release(log.Places.RemoveFirst());
        }
    }
}

using WsBroker.Broker.Topics;

namespace WsBroker.Protocols;

/// <summary>The topics and filters of addresses that were asked for lately, so that many connections to one topic share its name.</summary>
/// <remarks>Thread-safe without locks: an entry is written at once, and a lost one is only made again. Bounded in size.</remarks>
internal sealed class RecentTopics
{
    /// <summary>A power of two. At most so many names are kept from the garbage collector.</summary>
    private const int Places = 256;

    private readonly Entry?[] _entries = new Entry?[Places];

    /// <summary>The topic of this very path, if it was kept.</summary>
    public TopicFilter? Find(string path)
    {
        var entry = Volatile.Read(ref _entries[PlaceOf(path)]);
        return entry is not null && string.Equals(entry.Path, path, StringComparison.Ordinal) ? entry.Topic : null;
    }

    /// <summary>Keeps the topic of a path, in the place of another.</summary>
    public void Keep(string path, TopicFilter topic) =>
        Volatile.Write(ref _entries[PlaceOf(path)], new Entry(path, topic));

    private static int PlaceOf(string path) => path.GetHashCode(StringComparison.Ordinal) & (Places - 1);

    private sealed record Entry(string Path, TopicFilter Topic);
}

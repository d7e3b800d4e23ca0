using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Overflow;

/// <summary>The publications of one delivery one by one, for subscribers that may lose some of them.</summary>
/// <remarks>
/// Thread-safe. Taken apart when the first of the subscribers is slow, and then once for all of them: each publication has
/// bytes of its own, so that one which waits long keeps no others in memory.
/// </remarks>
public sealed class DeliveryParts
{
    private readonly LossyTopic _topic;
    private readonly IReadOnlyList<Publication> _publications;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int[] _ends;
    private LossyPublication[]? _each;

    /// <param name="topic">Whose they are.</param>
    /// <param name="publications">What is delivered; not changed any more.</param>
    /// <param name="bytes">All of them in one wire form.</param>
    /// <param name="ends">The length of the bytes up to the end of each.</param>
    internal DeliveryParts(LossyTopic topic, IReadOnlyList<Publication> publications, ReadOnlyMemory<byte> bytes, int[] ends)
    {
        _topic = topic;
        _publications = publications;
        _bytes = bytes;
        _ends = ends;
    }

    /// <summary>Each of them, in order.</summary>
    public IReadOnlyList<LossyPublication> Each =>
        Volatile.Read(ref _each) ?? Interlocked.CompareExchange(ref _each, TakeApart(), null) ?? _each;

    private LossyPublication[] TakeApart()
    {
        var each = new LossyPublication[_ends.Length];
        for (var index = 0; index < each.Length; index++)
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            var bytes = each.Length == 1 ? _bytes : _bytes[start.._ends[index]].ToArray();
            var publication = _publications[index];
            var key = _topic.Policy is OverflowPolicy.Conflate ? ConflationKey.Of(publication.Content) : "";
            each[index] = new LossyPublication(_topic, publication.Offset, key, bytes);
        }

        return each;
    }
}

using WsBroker.Broker.Overflow;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>Publications in one wire form, and where each of them ends.</summary>
/// <param name="Publications">All of them; not changed any more.</param>
/// <param name="Bytes">All of them in the form.</param>
/// <param name="Ends">The length of the bytes up to the end of each.</param>
/// <param name="Lossy">Their topic, if slow subscribers may lose some of them; else null.</param>
internal sealed record Encoded(IReadOnlyList<Publication> Publications, byte[] Bytes, int[] Ends, LossyTopic? Lossy)
{
    /// <summary>A delivery of all of them.</summary>
    public SessionEvent.Delivered Delivery { get; } = Deliver(Publications, Bytes, Ends, Lossy);

    /// <summary>A delivery of some of them, not encoded again.</summary>
    /// <param name="indices">Which, ascending.</param>
    public SessionEvent.Delivered Pick(List<int> indices)
    {
        if (indices.Count == Ends.Length)
        {
            return Delivery;
        }

        var bytes = new byte[indices.Sum(Length)];
        var ends = new int[indices.Count];
        var position = 0;
        for (var at = 0; at < ends.Length; at++)
        {
            var index = indices[at];
            Bytes.AsSpan(Ends[index] - Length(index), Length(index)).CopyTo(bytes.AsSpan(position));
            position += Length(index);
            ends[at] = position;
        }

        return Deliver(Lossy is null ? [] : indices.ConvertAll(index => Publications[index]), bytes, ends, Lossy);
    }

    private static SessionEvent.Delivered Deliver(
        IReadOnlyList<Publication> publications, byte[] bytes, int[] ends, LossyTopic? lossy) =>
        new(bytes, ends.Length) { Parts = lossy is null ? null : new DeliveryParts(lossy, publications, bytes, ends) };

    private int Length(int index) => index == 0 ? Ends[0] : Ends[index] - Ends[index - 1];
}

using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>Publications in one wire form, and where each of them ends.</summary>
/// <param name="Delivery">All of them.</param>
/// <param name="Ends">The length of the bytes up to the end of each.</param>
internal sealed record Encoded(SessionEvent.Delivered Delivery, int[] Ends)
{
    /// <summary>A delivery of some of them, not encoded again.</summary>
    /// <param name="indices">Which, ascending.</param>
    public SessionEvent.Delivered Pick(List<int> indices)
    {
        if (indices.Count == Ends.Length)
        {
            return Delivery;
        }

        var bytes = new byte[indices.Sum(Length)];
        var position = 0;
        foreach (var index in indices)
        {
            Delivery.Bytes.Span.Slice(Ends[index] - Length(index), Length(index)).CopyTo(bytes.AsSpan(position));
            position += Length(index);
        }

        return new SessionEvent.Delivered(bytes, indices.Count);
    }

    private int Length(int index) => index == 0 ? Ends[0] : Ends[index] - Ends[index - 1];
}

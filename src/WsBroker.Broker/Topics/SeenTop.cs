using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Topics;

/// <summary>How far a topic has been seen, and when the last publication up to there was taken: which tells it from another that has its offset.</summary>
/// <remarks>
/// A log that has lost its newest uses their offsets again, in the same epoch as long as it knows no better. So what follows is taken only if what stands
/// before it is the publication that was seen.
/// </remarks>
/// <param name="Position">How far.</param>
/// <param name="At">When that publication was taken, in milliseconds since 1970, by the log's clock; 0 where that is not known, or there is none.</param>
public readonly record struct SeenTop(TopicPosition Position, long At)
{
    /// <summary>Nothing was seen.</summary>
    public static SeenTop Nothing { get; } = new(new TopicPosition("", 0), 0);

    /// <summary>Whether this is what was taken at a time; if nobody knows, it is believed.</summary>
    /// <param name="at">In milliseconds since 1970; 0 where that is not known.</param>
    internal bool WasTakenAt(long at) => at == 0 || At == 0 || at == At;

    /// <summary>Whether publications of the same epoch leave nothing out after this, and go on from it and from no other with its offset.</summary>
    /// <param name="publications">With contiguous offsets; they may begin before this, and end there.</param>
    /// <param name="before">When what stands before the first was taken; 0 where that is not known.</param>
    internal bool LeadsTo(IReadOnlyList<Publication> publications, long before)
    {
        if (publications.Count == 0)
        {
            return true;
        }

        var ahead = publications[0].Offset - Position.Offset;
        return ahead <= 1 && (-ahead >= publications.Count || WasTakenAt(ahead == 1 ? before : publications[(int)-ahead].At));
    }
}

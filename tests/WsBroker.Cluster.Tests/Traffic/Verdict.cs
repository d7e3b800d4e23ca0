namespace WsBroker.Cluster.Tests.Traffic;

/// <summary>What a run has come to.</summary>
/// <param name="Acknowledged">Publications that were.</param>
/// <param name="Delivered">Deliveries to all subscribers.</param>
/// <param name="Refused">Tries that were answered with a code to try later.</param>
/// <param name="SlowestRefusal">The longest time from a try to such an answer.</param>
/// <param name="Lost">Acknowledged and not delivered to a subscriber, or not in that place.</param>
/// <param name="Unexpected">Delivered though nobody published it.</param>
/// <param name="Duplicated">Delivered to a subscriber more than once.</param>
/// <param name="Gaps">Places in a subscriber's order where offsets are not one after the other, or a gap was declared.</param>
/// <param name="LongestOutage">The longest time that a publisher was without an acknowledgement, or a subscriber without a message.</param>
/// <param name="TypicalOutage">The 99th percentile of the longest such time of each client.</param>
/// <param name="TypicalWait">The 99th percentile of the time from a publication's first try to its acknowledgement.</param>
internal sealed record Verdict(
    int Acknowledged,
    int Delivered,
    int Refused,
    TimeSpan SlowestRefusal,
    int Lost,
    int Unexpected,
    int Duplicated,
    int Gaps,
    TimeSpan LongestOutage,
    TimeSpan TypicalOutage,
    TimeSpan TypicalWait)
{
    /// <summary>Fails the test unless all promises were kept.</summary>
    public void AssertWhole() => Assert.True(Lost + Unexpected + Duplicated + Gaps == 0, ToString());
}

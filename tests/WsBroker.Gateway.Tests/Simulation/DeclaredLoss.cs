namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Subscribers of topics with every overflow policy that read, stall and go on as the seed decides.</summary>
public sealed class DeclaredLoss
{
    [Theory]
    [InlineData(1)]
    [InlineData(26)]
    [InlineData(51)]
    [InlineData(76)]
    public void SC_05_For_every_subscriber_what_is_delivered_and_what_is_declared_lost_is_what_was_published(int firstSeed)
    {
        var (gaps, closed) = (0, 0);
        for (var seed = firstSeed; seed < firstSeed + 25; seed++)
        {
            using var run = new DeclaredLossRun((ulong)seed);
            var seen = run.Run();
            (gaps, closed) = (gaps + seen.Gaps, closed + seen.Closed);
        }

        // Or else the seeds show little: some stay and lose something, some are closed by the topic that loses nothing
        Assert.InRange(gaps, 1000, int.MaxValue);
        Assert.InRange(closed, 1, 25 * 6 / 2);
    }
}

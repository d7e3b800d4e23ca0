using WsBroker.Gateway.Admission;

namespace WsBroker.Gateway.Tests.Admission;

public sealed class LatenessTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 0, 0)]
    [InlineData(0, 5, 0)]
    [InlineData(5, 3, 3)]
    [InlineData(3, 5, 3)]
    public void Lasts_if_it_was_there_at_both_of_the_last_two_looks(int before, int now, int expected)
    {
        var lateness = new Lateness();
        lateness.Note(TimeSpan.FromSeconds(100));
        lateness.Note(TimeSpan.FromSeconds(before));
        lateness.Note(TimeSpan.FromSeconds(now));

        Assert.Equal(TimeSpan.FromSeconds(expected), lateness.Lasting);
    }
}

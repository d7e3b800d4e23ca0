using WsBroker.Server.Stalls;

namespace WsBroker.Server.Tests.Stalls;

public sealed class StallTests
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500);

    private readonly Stall _stall = new(_interval);

    [Fact]
    public void Work_that_is_done_before_two_seconds_are_over_is_not_told()
    {
        for (var round = 0; round < 100; round++)
        {
            Assert.All(Looks(3), static news => Assert.Null(news));
            Assert.False(_stall.IsOn);
            Assert.Null(_stall.Look(isDone: true));
        }
    }

    [Fact]
    public void ND_10_Work_that_waits_for_two_seconds_is_told_and_that_it_is_over()
    {
        Looks(3);

        Assert.Equal(new StallNews.Waits(TimeSpan.FromSeconds(2)), _stall.Look(isDone: false));
        Assert.True(_stall.IsOn);
        Assert.All(Looks(6), static news => Assert.Null(news));
        Assert.Equal(new StallNews.IsOver(TimeSpan.FromSeconds(5)), _stall.Look(isDone: true));
        Assert.False(_stall.IsOn);
        Assert.Null(_stall.Look(isDone: true));
    }

    [Fact]
    public void Work_that_waits_for_ever_is_told_once_a_minute()
    {
        var told = Looks(2 * 60 * 10).OfType<StallNews.Waits>();

        Assert.Equal(Enumerable.Range(0, 10).Select(static minute => TimeSpan.FromSeconds(2 + (60 * minute))), told.Select(static news => news.Waited));
    }

    [Fact]
    public void Of_work_that_waits_again_and_again_one_is_told_in_a_minute()
    {
        var told = new List<StallNews>();
        for (var round = 0; round < 2 * 60 * 10 / 5; round++)
        {
            told.AddRange(Looks(4).Append(_stall.Look(isDone: true)).OfType<StallNews>());
        }

        Assert.Equal(10, told.OfType<StallNews.Waits>().Count());
        Assert.Equal(10, told.OfType<StallNews.IsOver>().Count());
    }

    private List<StallNews?> Looks(int count) => [.. Enumerable.Range(0, count).Select(_ => _stall.Look(isDone: false))];
}

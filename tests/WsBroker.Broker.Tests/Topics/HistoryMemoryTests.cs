using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

public sealed class HistoryMemoryTests
{
    private const int Bound = 100_000;

    private static readonly TopicSettings _settings = TopicSettings.Default with { MaxHistoryCount = 1000, MaxHistoryBytes = Bound };

    private readonly HistoryMemory _memory = new(Bound);

    [Fact]
    public void ND_08_All_histories_together_hold_less_than_twice_the_bound_whoever_publishes_what_in_whichever_order()
    {
        var numbers = new SeededNumbers(3);
        var histories = Enumerable.Range(0, 20).Select(_ => new TopicHistory(_settings, _memory)).ToList();
        var offsets = new long[histories.Count];
        long most = 0;
        for (var step = 0; step < 20_000; step++)
        {
            // Now and then another few publish, and the others are silent
            var at = (step / 500 * 7 % histories.Count + numbers.Below(3)) % histories.Count;
            histories[at].Add(Sample.Publication(++offsets[at], new string('x', numbers.Below(2000))), since: step);
            most = Math.Max(most, _memory.Bytes);
        }

        Assert.InRange(most, Bound, 2 * Bound);
        histories.ForEach(static history => history.RemoveOlderThan(long.MaxValue));
        Assert.Equal(0, _memory.Bytes);
    }

    [Fact]
    public void What_is_smaller_than_its_share_is_not_what_goes()
    {
        var (small, large) = (new TopicHistory(_settings, _memory), new TopicHistory(_settings, _memory));
        for (var offset = 1; offset <= 500; offset++)
        {
            large.Add(Sample.Publication(offset, new string('x', 1000)), since: 0);
            if (offset % 50 == 0)
            {
                small.Add(Sample.Publication(offset / 50, new string('x', 1000)), since: 0);
            }
        }

        Assert.Equal(10, small.Count);
        Assert.InRange(large.Count, 10, 90);
    }

    [Fact]
    public void What_is_larger_than_a_share_is_not_kept()
    {
        var silent = Enumerable.Range(0, 6).Select(_ => new TopicHistory(_settings, _memory)).ToList();
        silent.ForEach(static history => history.Add(Sample.Publication(1, new string('x', 15_000)), since: 0));
        var history = new TopicHistory(_settings, _memory);

        history.Add(Sample.Publication(1, new string('x', 12_000)), since: 0);
        history.Add(Sample.Publication(2, new string('x', 1000)), since: 0);

        Assert.Equal((1, 2), (history.Count, history.FirstOffset));
    }
}

using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

public sealed class TopicHistoryTests
{
    [Theory]
    [InlineData(1, 100, 1000)]
    [InlineData(7, 100, 1000)]
    [InlineData(1000, 60, 1000)]
    [InlineData(5, 60, 20)]
    [InlineData(0, 100, 1000)]
    [InlineData(100, 0, 1000)]
    public void Keeps_what_a_plain_list_with_the_same_bounds_keeps(int maxCount, int maxBytes, int age)
    {
        var numbers = new SeededNumbers((ulong)(maxCount + (maxBytes * 1000)));
        var history = new TopicHistory(new TopicSettings { MaxHistoryCount = maxCount, MaxHistoryBytes = maxBytes });
        var model = new List<Publication>();
        for (var offset = 1; offset <= 2000; offset++)
        {
            var publication = Sample.Publication(offset, new string('x', numbers.Below(80)), at: offset * 3);
            history.Add(publication, since: offset * 3);
            Add(model, publication, maxCount, maxBytes);
            if (numbers.OneIn(5))
            {
                history.RemoveOlderThan((offset * 3) - age);
                model.RemoveAll(old => old.At < (offset * 3) - age);
            }

            AssertSame(model, history, offset, numbers);
        }
    }

    [Fact]
    public void Reaches_back_to_its_end_even_when_nothing_is_kept()
    {
        var history = new TopicHistory(new TopicSettings { MaxHistoryCount = 0 });
        history.Add(Sample.Publication(1), since: 0);

        Assert.True(history.ReachesBackTo(1, top: 1));
        Assert.False(history.ReachesBackTo(0, top: 1));
        Assert.False(history.ReachesBackTo(2, top: 1));
    }

    [Fact]
    public void Reads_no_more_bytes_than_it_may_and_leaves_out_what_is_farthest()
    {
        var history = new TopicHistory(TopicSettings.Default);
        for (var offset = 1; offset <= 5; offset++)
        {
            history.Add(Sample.Publication(offset, new string('x', 1000)), since: 0);
        }

        Assert.Equal([4, 5], history.Last(5, long.MaxValue, maxBytes: 3000).Select(static kept => kept.Offset));
        Assert.Equal([2, 3], history.Last(5, before: 4, maxBytes: 3000).Select(static kept => kept.Offset));
        Assert.Equal([2, 3], history.After(1, 5, maxBytes: 3000).Select(static kept => kept.Offset));
    }

    private static void Add(List<Publication> model, Publication publication, int maxCount, int maxBytes)
    {
        model.Add(publication);
        while (model.Count > maxCount || model.Sum(kept => (long)kept.Content.Size) > maxBytes)
        {
            model.RemoveAt(0);
        }
    }

    private static void AssertSame(List<Publication> model, TopicHistory history, int top, SeededNumbers numbers)
    {
        var count = numbers.Below(12);
        var after = numbers.Below(top + 3);

        Assert.Equal(model.Count, history.Count);
        Assert.Equal(model.TakeLast(count), history.Last(count, long.MaxValue, long.MaxValue));
        Assert.Equal(model.Where(kept => kept.Offset < after).TakeLast(count), history.Last(count, after, long.MaxValue));
        Assert.Equal(model.Where(kept => kept.Offset > after).Take(count), history.After(after, count, long.MaxValue));
        var missed = Enumerable.Range(after + 1, Math.Max(0, top - after));
        var isThere = after <= top && missed.All(offset => model.Exists(kept => kept.Offset == offset));
        Assert.Equal(isThere, history.ReachesBackTo(after, top));
        if (model.Count > 0)
        {
            Assert.Equal(model[0].At, history.OldestAt);
            Assert.Equal(model[0].Offset, history.FirstOffset);
        }
    }
}

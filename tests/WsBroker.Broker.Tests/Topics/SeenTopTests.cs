using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Topics;

public sealed class SeenTopTests
{
    private static readonly SeenTop _fifth = new(new TopicPosition("e", 5), At: 50);

    [Theory]
    [InlineData(6, 2, 50, true)]
    [InlineData(6, 2, 0, true)]
    [InlineData(6, 2, 51, false)]
    [InlineData(7, 1, 60, false)]
    [InlineData(4, 1, 30, true)]
    [InlineData(4, 2, 30, true)]
    [InlineData(5, 1, 40, true)]
    public void What_follows_leaves_nothing_out_and_stands_behind_what_was_seen(long first, int count, long before, bool mayFollow) =>
        Assert.Equal(mayFollow, _fifth.LeadsTo(From(first, count), before));

    [Fact]
    public void Another_publication_with_the_offset_of_what_was_seen_is_not_taken_for_it()
    {
        var another = _fifth with { At = 51 };

        Assert.False(another.LeadsTo(From(5, 1), before: 40));
        Assert.False(another.LeadsTo(From(3, 4), before: 20));
        Assert.True(another.LeadsTo([], before: 0));
    }

    [Fact]
    public void Where_nobody_knows_when_it_was_taken_it_is_believed()
    {
        var unknown = _fifth with { At = 0 };

        Assert.True(unknown.LeadsTo(From(6, 1), before: 51));
        Assert.True(unknown.LeadsTo(From(4, 3), before: 31));
    }

    // Each is taken at ten times its offset
    private static List<Publication> From(long first, int count) =>
        [.. Enumerable.Range(0, count).Select(index => Sample.Publication(first + index, at: (first + index) * 10))];
}

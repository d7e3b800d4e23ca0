using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Access;

public sealed class GrantsTests
{
    private static readonly Grants _some = new(Filter("a/+"), Filter("b/c"));

    [Theory]
    [InlineData("a/x", true)]
    [InlineData("b/c", true)]
    [InlineData("b/d", false)]
    [InlineData("A/x", false)]
    public void A_topic_is_covered_if_a_filter_matches_it(string topic, bool isCovered)
    {
        Assert.True(TopicName.TryParse(topic, out var name, out _));
        Assert.Equal(isCovered, _some.Cover(name));
    }

    [Fact]
    public void None_covers_nothing() => Assert.False(Grants.None.Cover(Filter("a")));

    [Fact]
    public void Filters_that_cover_a_wildcard_only_together_do_not()
    {
        Assert.True(_some.Cover(Filter("a/+")));
        Assert.False(_some.Cover(Filter("+/c")));
    }

    [Theory]
    [InlineData(true, "b/c", "a/+")]
    [InlineData(true, "a/+", "b/c", "a/x")]
    [InlineData(false, "a/+")]
    [InlineData(false, "a/x", "b/c")]
    [InlineData(false, "a/#", "b/c")]
    public void The_same_is_named_if_each_names_all_of_the_other(bool isSame, params string[] others)
    {
        var grants = new Grants([.. others.Select(Filter)]);

        Assert.Equal(isSame, _some.IsSameAs(grants));
        Assert.Equal(isSame, grants.IsSameAs(_some));
    }

    private static TopicFilter Filter(string text) => TopicFilter.TryParse(text, out var filter, out _) ? filter : throw new ArgumentException(text, nameof(text));
}

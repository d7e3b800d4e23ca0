using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Access;

public sealed class FilterCoverTests
{
    [Theory]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/+", false)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/+", "a/+", true)]
    [InlineData("a/+", "a/#", false)]
    [InlineData("a/+", "+/b", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/#", true)]
    [InlineData("a/#", "a/+/c", true)]
    [InlineData("a/#", "+/b", false)]
    [InlineData("a/#", "#", false)]
    [InlineData("+/+", "a/+", true)]
    [InlineData("+/+", "+/#", false)]
    [InlineData("+/+", "+", false)]
    [InlineData("#", "#", true)]
    [InlineData("#", "+/x/#", true)]
    [InlineData("#", "$user/u1", false)]
    [InlineData("#", "$user/+", false)]
    [InlineData("+/+", "$user/+", false)]
    [InlineData("$user/+", "$user/+", true)]
    public void AZ_01_A_wildcard_is_covered_only_as_a_whole(string wide, string narrow, bool covers) =>
        Assert.Equal(covers, Filter(wide).Covers(Filter(narrow)));

    [Fact]
    public void AZ_01_What_is_covered_matches_no_topic_that_the_wider_filter_does_not()
    {
        var filters = Levels(["a", "b", "+", "#"]).Where(static text => TopicFilter.TryParse(text, out _, out _)).Select(Filter).ToList();
        var topics = Levels(["a", "b", "c"]).Append("$a/b").Select(Topic).ToList();

        foreach (var wide in filters)
        {
            foreach (var narrow in filters.Where(narrow => wide.Covers(narrow)))
            {
                Assert.DoesNotContain(topics, topic => narrow.Matches(topic) && !wide.Matches(topic));
            }
        }
    }

    private static IEnumerable<string> Levels(string[] parts) =>
        from first in parts
        from second in parts.Append("")
        from third in parts.Append("")
        where second.Length > 0 || third.Length == 0
        select string.Join('/', new[] { first, second, third }.Where(static level => level.Length > 0));

    private static TopicFilter Filter(string text) => TopicFilter.TryParse(text, out var filter, out _) ? filter : throw new ArgumentException(text, nameof(text));

    private static TopicName Topic(string text) => TopicName.TryParse(text, out var topic, out _) ? topic : throw new ArgumentException(text, nameof(text));
}

using WsBroker.Broker.Topics;
using WsBroker.Client.Subscriptions;

namespace WsBroker.Client.Tests.Subscriptions;

public sealed class FilterPatternTests
{
    public static TheoryData<string> Filters =>
        ["a", "#", "+", "a/#", "a/+", "+/b", "+/+", "a/b", "a/+/c", "+/#", "a/b/#", "$sys/#", "$sys/+", "/#", "/+", "a/"];

    [Theory]
    [MemberData(nameof(Filters))]
    public void Means_the_same_topics_as_the_server_does(string filter)
    {
        Assert.True(TopicFilter.TryParse(filter, out var serverFilter, out _));
        foreach (var topic in (string[])["a", "b", "a/b", "a/b/c", "a/c", "b/b", "$sys", "$sys/a", "/", "/a", "a/", "a//c", "//"])
        {
            Assert.True(TopicName.TryParse(topic, out var name, out _));
            Assert.Equal(serverFilter.Matches(name), FilterPattern.Matches(filter, topic));
        }
    }

    [Theory]
    [InlineData("a/b", false)]
    [InlineData("a/+", true)]
    [InlineData("#", true)]
    public void Knows_which_filters_have_wildcards(string filter, bool expected) =>
        Assert.Equal(expected, FilterPattern.HasWildcards(filter));
}

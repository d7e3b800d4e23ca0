using WsBroker.Broker.Topics;
using WsBroker.Redis.Connections;
using WsBroker.Redis.Topics;

namespace WsBroker.Redis.Tests.Topics;

public sealed class FilterPatternTests
{
    [Theory]
    [InlineData("#", "w:{t:[^$]*")]
    [InlineData("+/b", "w:{t:[^$]*")]
    [InlineData("a/+/c", "w:{t:a/*")]
    [InlineData("a/#", "w:{t:a[/}]*")]
    [InlineData("a*[b]?\\/{c}/#", "w:{t:a\\*\\[b\\]\\?\\\\/%7Bc%7D[/}]*")]
    public void A_pattern_is_what_the_filter_begins_with_and_nothing_in_it_means_more(string filter, string pattern)
    {
        Assert.True(TopicFilter.TryParse(filter, out var parsed, out _));

        var made = FilterPattern.Of(new RedisNames("w"), parsed);

        Assert.Equal((pattern, true), ((string?)made, made.IsPattern));
    }
}

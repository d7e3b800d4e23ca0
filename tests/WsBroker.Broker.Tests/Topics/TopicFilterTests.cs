using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

public sealed class TopicFilterTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("+", "a", true)]
    [InlineData("+", "a/b", false)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/+", "a/", true)]
    [InlineData("a/+", "a", false)]
    [InlineData("+/+", "/", true)]
    [InlineData("/+", "/a", true)]
    [InlineData("+", "/a", false)]
    [InlineData("#", "a/b/c", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("a/#", "ab", false)]
    [InlineData("a/+/#", "a/b", true)]
    [InlineData("a/+/#", "a", false)]
    [InlineData("#", "$user/1", false)]
    [InlineData("+/1", "$user/1", false)]
    [InlineData("$user/+", "$user/1", true)]
    [InlineData("$user/#", "$user", true)]
    public void Matches_as_MQTT_says(string filter, string topic, bool expected) =>
        Assert.Equal(expected, Sample.Filter(filter).Matches(Sample.Topic(topic)));

    [Theory]
    [InlineData("a", TopicProblem.None)]
    [InlineData("+", TopicProblem.None)]
    [InlineData("#", TopicProblem.None)]
    [InlineData("a/+/b/#", TopicProblem.None)]
    [InlineData("", TopicProblem.Empty)]
    [InlineData("a+", TopicProblem.WildcardMisplaced)]
    [InlineData("a/b#", TopicProblem.WildcardMisplaced)]
    [InlineData("#/a", TopicProblem.WildcardMisplaced)]
    [InlineData("a/#/", TopicProblem.WildcardMisplaced)]
    [InlineData("++", TopicProblem.WildcardMisplaced)]
    [InlineData("a/\u0001/+", TopicProblem.ControlCharacter)]
    public void Is_valid_or_says_what_is_wrong(string text, TopicProblem expected)
    {
        var isValid = TopicFilter.TryParse(text, out var filter, out var problem);

        Assert.Equal(expected, problem);
        Assert.Equal(expected is TopicProblem.None, isValid);
        Assert.Equal(isValid ? text : null, filter?.Text);
    }

    [Theory]
    [InlineData("a/b", "a/b")]
    [InlineData("a/+", null)]
    [InlineData("#", null)]
    public void Names_one_topic_exactly_if_it_has_no_wildcard(string text, string? expected) =>
        Assert.Equal(expected, Sample.Filter(text).Exact?.Text);

    [Fact]
    public void Matches_what_a_matcher_that_is_easy_to_understand_matches()
    {
        var numbers = new SeededNumbers(1);
        var matched = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var filter = Draw(numbers, ["a", "b", "", "+", "+", "$s"], mayEndWithRest: true);
            var topic = Draw(numbers, ["a", "b", "", "$s"], mayEndWithRest: false);
            if (filter.Length == 0 || topic.Length == 0)
            {
                continue;
            }

            var expected = Matches([.. filter.Split('/')], [.. topic.Split('/')]) && (topic[0] != '$' || filter[0] == '$');
            Assert.True(
                expected == Sample.Filter(filter).Matches(Sample.Topic(topic)), $"{filter} on {topic} should be {expected}");
            matched += expected ? 1 : 0;
        }

        Assert.InRange(matched, 1000, 18_000);
    }

    private static string Draw(SeededNumbers numbers, string[] levels, bool mayEndWithRest)
    {
        var drawn = Enumerable.Range(0, 1 + numbers.Below(4)).Select(_ => numbers.Pick(levels)).ToList();
        if (mayEndWithRest && numbers.OneIn(3))
        {
            drawn.Add("#");
        }

        return string.Join('/', drawn);
    }

    private static bool Matches(List<string> filter, List<string> topic)
    {
        if (filter is ["#"])
        {
            return true;
        }

        if (filter is [] || topic is [])
        {
            return filter is [] && topic is [];
        }

        var isSame = filter[0] is "+" || string.Equals(filter[0], topic[0], StringComparison.Ordinal);
        return isSame && Matches(filter[1..], topic[1..]);
    }
}

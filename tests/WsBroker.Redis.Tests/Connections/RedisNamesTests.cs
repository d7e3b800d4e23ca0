using WsBroker.Redis.Connections;

namespace WsBroker.Redis.Tests.Connections;

public sealed class RedisNamesTests
{
    private readonly RedisNames _names = new("wsbroker");

    [Theory]
    [InlineData("a", "wsbroker:{t:a}:m")]
    [InlineData("a}b", "wsbroker:{t:a%7Db}:m")]
    [InlineData("{a}", "wsbroker:{t:%7Ba%7D}:m")]
    [InlineData("a%7Db", "wsbroker:{t:a%257Db}:m")]
    [InlineData("*?[]", "wsbroker:{t:*?[]}:m")]
    public void AZ_05_A_topic_has_one_hash_tag_whatever_it_is_called(string topic, string key) =>
        Assert.Equal(key, (string?)_names.Key(Sample.Topic(topic), "m"));

    [Fact]
    public void DR_18_Topics_that_differ_have_keys_that_differ()
    {
        string[] topics = ["a", "a}b", "a%7Db", "a%257Db", "{a}", "a:m", "a}:m", "t:a"];

        var keys = topics.SelectMany(topic => (string[])["m", "s"], (topic, kind) => (string?)_names.Key(Sample.Topic(topic), kind)).ToList();

        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_channel_with_the_characters_of_patterns_is_no_pattern() =>
        Assert.False(_names.Channel(Sample.Topic("a/*?[b]")).IsPattern);
}

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
    public void AZ_06_No_topic_and_idempotency_key_can_be_read_as_another_topic_and_key()
    {
        string[] topics = ["a", "a}", "a}:k", "a:k", "a:k:b", "a}:k:b", "a%7D", "a%7D:k"];
        string[] kinds = ["m", "s", "r", "c", "k:", "k:b", "k:b:k", "k:k:b", "k:b}:m", "k:}:k:b", "k:m", "k:%7D:k:b"];

        var keys = topics.SelectMany(_ => kinds, (topic, kind) => (string?)_names.Key(Sample.Topic(topic), kind)).ToList();

        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Channels_bear_the_database_that_keys_lie_in()
    {
        string ChannelOf(params string[] shards) => (string)new RedisNames("w", RedisConfiguration.ChannelsOf(Sample.Options(shards) with { Prefix = "w" })).Channel(Sample.Topic("a"))!;

        Assert.Equal(["w:{t:a}:c", "w:{t:a}:c", "w@3:{t:a}:c", "w@0-3:{t:a}:c"], [ChannelOf("h"), ChannelOf("h,defaultDatabase=0", "i"), ChannelOf("h,defaultDatabase=3"), ChannelOf("h", "i,defaultDatabase=3")]);
    }

    [Fact]
    public void A_channel_with_the_characters_of_patterns_is_no_pattern() =>
        Assert.False(_names.Channel(Sample.Topic("a/*?[b]")).IsPattern);
}

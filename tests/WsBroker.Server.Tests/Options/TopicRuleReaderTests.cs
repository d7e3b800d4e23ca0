using WsBroker.Broker.Topics;
using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class TopicRuleReaderTests
{
    [Fact]
    public void Rules_are_read_in_the_order_of_their_numbers()
    {
        var rules = Read("topics:10:match=#", "topics:9:compression=false", "topics:9:match=secrets/#", "TOPICS:10:COMPRESSION=True").Topics;

        Assert.Equal([("secrets/#", false), ("#", true)], rules.Select(static rule => (rule.Match.Text, rule.Compression!.Value)));
    }

    [Fact]
    public void PD_16_Rules_come_from_the_file_as_objects()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "wsbroker.json");
        File.WriteAllText(file, """{ "topics": [{ "match": "secrets/#", "compression": false }, { "match": "chat/+" }] }""");

        var rules = OptionsReader.Read(file, [], []).Topics;

        Assert.Equal([("secrets/#", false), ("chat/+", (bool?)null)], rules.Select(static rule => (rule.Match.Text, rule.Compression)));
    }

    [Fact]
    public void Rules_are_told_as_they_are_in_effect()
    {
        var lines = OptionKeys.Describe(Read("topics:3:match=secrets/#", "topics:3:compression=False", "topics:7:match=chat/+"));

        Assert.Equal(
            "topics:0:match = secrets/#|topics:0:compression = false|topics:1:match = chat/+",
            string.Join('|', lines.Where(static line => line.StartsWith("topics", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("users/{user}/#", "users/+/#", 1)]
    [InlineData("{user}", "+", 0)]
    public void A_level_of_a_match_may_stand_for_the_client_s_own_user(string match, string filter, int level)
    {
        var options = Read($"topics:0:match={match}");

        Assert.Equal((filter, level), (options.Topics[0].Match.Text, options.Topics[0].UserLevel));
        Assert.Contains($"topics:0:match = {match}", OptionKeys.Describe(options), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("users/x{user}")]
    [InlineData("{user}/{user}")]
    [InlineData("{user}/#/x")]
    public void The_user_is_a_level_of_its_own_and_stands_once(string match) =>
        Assert.Contains($"cannot be '{match}'", Assert.Throws<InvalidOptionsException>(() => Read($"topics:0:match={match}")).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_setting_is_read_and_told_as_it_was_written()
    {
        string[] settings =
        [
            "match=a", "history:count=5", "history:bytes=6", "history:age=00:10:00", "keyAge=00:00:07", "retain=true", "presence=false",
            "joinLeave=true", "overflow=drop-oldest", "publish=authenticated", "subscribe=token", "messageBytes=8", "durability=memory", "compression=true",
        ];

        var lines = OptionKeys.Describe(Read([.. settings.Select(static setting => $"topics:0:{setting}")]));

        Assert.Equal(
            settings.Select(static setting => $"topics:0:{setting.Replace("=", " = ", StringComparison.Ordinal)}"),
            lines.Where(static line => line.StartsWith("topics:", StringComparison.Ordinal)),
            StringComparer.Ordinal);
        Assert.Equal(TopicRuleKeys.All.Count, settings.Length - 1);
    }

    [Fact]
    public void What_is_in_effect_for_a_topic_names_the_rule_that_says_so()
    {
        var rules = Read("topics:0:match=a/+", "topics:0:retain=true", "topics:1:match=#", "topics:1:retain=false", "topics:1:publish=server").Topics;
        Assert.True(TopicName.TryParse("a/b", out var topic, out _));

        var lines = TopicRuleReader.Describe(new ServerOptions { Topics = rules }, topic).ToList();

        Assert.Contains("retain = true (topics:0, a/+)", lines, StringComparer.Ordinal);
        Assert.Contains("publish = server (topics:1, #)", lines, StringComparer.Ordinal);
        Assert.Contains("history:age = 01:00:00 (default)", lines, StringComparer.Ordinal);
        Assert.Equal(TopicRuleKeys.All.Count, lines.Count);
    }

    [Theory]
    [InlineData("topics:0:match=a;topics:0:history:count=1000001", "allowed is a whole number from 0 to 1000000")]
    [InlineData("topics:0:match=a;topics:0:history:age=00:00:00", "allowed is a time from 00:00:01 to 30.00:00:00")]
    [InlineData("topics:0:match=a;topics:0:overflow=drop", "allowed is disconnect, drop-oldest, drop-newest or conflate")]
    [InlineData("topics:0:match=a;topics:0:history=5", "There is no option 'topics:0:history'")]
    [InlineData("topics:0:match=a;topics:0:durability=disk", "wants its topics on disk")]
    [InlineData("topics:0:match=a/#/b", "'topics:0:match' cannot be 'a/#/b'")]
    [InlineData("topics:0:match=", "'topics:0:match' cannot be ''")]
    [InlineData("topics:0:compression=true", "'topics:0' has no 'match'")]
    [InlineData("topics:0:match=a;topics:0:compression=maybe", "'topics:0:compression' cannot be 'maybe'; allowed is true or false")]
    [InlineData("topics:0:match=a;topics:0:compresion=true", "There is no option 'topics:0:compresion'. Did you mean 'topics:0:compression'? A rule is")]
    [InlineData("topics=a", "There is no option 'topics'.")]
    [InlineData("topics:a:match=b", "There is no option 'topics:a:match'.")]
    [InlineData("topics:0=a", "There is no option 'topics:0'.")]
    public void What_is_wrong_stops_the_start_with_key_and_value(string settings, string sentence)
    {
        var wrong = Assert.Throws<InvalidOptionsException>(() => Read(settings.Split(';')));

        Assert.Contains(sentence, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compression:level=0", "a whole number from 1 to 9")]
    [InlineData("compression:level=10", "a whole number from 1 to 9")]
    [InlineData("compression:thresholdBytes=0", "a whole number from 1 to 1073741824")]
    [InlineData("compression:memoryBytes=-1", "a whole number from 0 to 1099511627776")]
    [InlineData("compression:enabled=yes", "true or false")]
    [InlineData("compression:serverTakeover=1", "true or false")]
    public void Compression_out_of_range_stops_the_start(string setting, string allowed)
    {
        var wrong = Assert.Throws<InvalidOptionsException>(() => Read(setting));

        Assert.Contains(allowed, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compression_is_set_by_its_keys()
    {
        var compression = Read(
            "compression:enabled=false", "compression:level=9", "compression:thresholdBytes=1", "compression:serverTakeover=true",
            "compression:clientTakeover=true", "compression:memoryBytes=1099511627776").Compression;

        Assert.Equal((false, 9, 1, true, true, 1L << 40), (
            compression.Enabled, compression.Level, compression.ThresholdBytes, compression.ServerTakeover, compression.ClientTakeover, compression.MemoryBytes));
        Assert.Empty(new ServerOptions().Topics);
    }

    private static ServerOptions Read(params string[] settings) => OptionsReader.Read(file: null, settings, []);
}

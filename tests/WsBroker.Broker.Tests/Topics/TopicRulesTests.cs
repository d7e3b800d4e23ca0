using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Topics;

public sealed class TopicRulesTests
{
    [Theory]
    [InlineData("secrets/mine/a", true)]
    [InlineData("secrets/mine", true)]
    [InlineData("secrets/other", false)]
    [InlineData("secrets", false)]
    [InlineData("chat", true)]
    public void The_first_rule_that_matches_counts(string topic, bool isCompressed)
    {
        var rules = new TopicRules(
            new TopicRule(Sample.Filter("secrets/mine/#")) { Compression = true },
            new TopicRule(Sample.Filter("secrets/#")) { Compression = false },
            new TopicRule(Sample.Filter("secrets/+")) { Compression = true });

        Assert.Equal(isCompressed, rules.For(Sample.Topic(topic)).Compression);
    }

    [Fact]
    public void A_rule_that_says_nothing_of_a_setting_leaves_it_to_the_next()
    {
        var rules = new TopicRules(new TopicRule(Sample.Filter("#")), new TopicRule(Sample.Filter("a")) { Compression = false });

        Assert.False(rules.For(Sample.Topic("a")).Compression);
        Assert.Equal(TopicSettings.Default, rules.For(Sample.Topic("b")));
    }

    [Fact]
    public void Every_setting_of_a_rule_reaches_the_topic()
    {
        var all = new TopicSettings
        {
            MaxHistoryCount = 1,
            MaxHistoryBytes = 2,
            HistoryAge = TimeSpan.FromSeconds(3),
            KeyAge = TimeSpan.FromSeconds(4),
            Retain = true,
            Presence = false,
            JoinLeave = true,
            Overflow = OverflowPolicy.Conflate,
            Publish = AccessLevel.Server,
            Subscribe = AccessLevel.Token,
            MaxMessageBytes = 5,
            Durability = Durability.Disk,
            Compression = false,
        };
        var rule = new TopicRule(Sample.Filter("a"));
        foreach (var setting in typeof(TopicRule).GetProperties().Where(static one => one.Name is not (nameof(TopicRule.Match) or nameof(TopicRule.UserLevel))))
        {
            setting.SetValue(rule, typeof(TopicSettings).GetProperty(setting.Name)!.GetValue(all));
        }

        Assert.Equal(all, new TopicRules(rule).For(Sample.Topic("a")));
        Assert.Equal(all, new TopicRules { Otherwise = all }.For(Sample.Topic("a")));
    }

    [Fact]
    public void What_a_rule_says_of_a_client_s_own_user_holds_for_that_user_before_what_it_says_of_all()
    {
        var rules = new TopicRules(
            new TopicRule(Sample.Filter("users/+/#")) { UserLevel = 1, Publish = AccessLevel.Authenticated, MaxHistoryCount = 7 },
            new TopicRule(Sample.Filter("users/#")) { Publish = AccessLevel.Server },
            new TopicRule(Sample.Filter("+/+")) { UserLevel = 0, Publish = AccessLevel.Anyone });

        var settings = rules.For(Sample.Topic("users/u1"));

        Assert.Equal((AccessLevel.Server, AccessLevel.Anyone, 7), (settings.Publish, settings.Subscribe, settings.MaxHistoryCount));
        Assert.Equal([new UserAccess("u1", AccessLevel.Authenticated)], settings.PublishByUser);
        Assert.Empty(settings.SubscribeByUser);
    }

    [Fact]
    public void Without_rules_the_defaults_hold() =>
        Assert.Same(TopicSettings.Default, TopicRules.None.For(Sample.Topic("a")));
}

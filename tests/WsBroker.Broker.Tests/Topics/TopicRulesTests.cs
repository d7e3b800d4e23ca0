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
    public void Without_rules_the_defaults_hold() =>
        Assert.Same(TopicSettings.Default, TopicRules.None.For(Sample.Topic("a")));
}

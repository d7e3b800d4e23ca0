namespace WsBroker.Broker.Topics;

/// <summary>Rules in their order: for each setting, the first that matches a topic and says something of it counts.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="rules">The rules.</param>
public sealed class TopicRules(params IReadOnlyList<TopicRule> rules)
{
    /// <summary>No rules.</summary>
    public static TopicRules None { get; } = new();

    /// <summary>What they say of a topic. Cost: linear in the number of rules.</summary>
    public TopicSettings For(TopicName topic)
    {
        var matching = rules.Where(rule => rule.Match.Matches(topic)).ToList();
        return matching.Count == 0
            ? TopicSettings.Default
            : new TopicSettings
            {
                Compression = First(matching, static rule => rule.Compression, TopicSettings.Default.Compression),
            };
    }

    private static T First<T>(List<TopicRule> rules, Func<TopicRule, T?> setting, T otherwise)
        where T : struct =>
        rules.Select(setting).FirstOrDefault(static value => value is not null) ?? otherwise;
}

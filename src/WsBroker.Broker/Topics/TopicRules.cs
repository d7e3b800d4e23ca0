using WsBroker.Broker.Access;

namespace WsBroker.Broker.Topics;

/// <summary>Rules in their order: for each setting, the first that matches a topic and says something of it counts.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="rules">The rules.</param>
public sealed class TopicRules(params IReadOnlyList<TopicRule> rules)
{
    /// <summary>No rules.</summary>
    public static TopicRules None { get; } = new();

    /// <summary>The rules, in their order.</summary>
    public IReadOnlyList<TopicRule> All => rules;

    /// <summary>What holds where no rule says otherwise.</summary>
    public TopicSettings Otherwise { get; init; } = TopicSettings.Default;

    /// <summary>What they say of a topic. Cost: linear in the number of rules.</summary>
    public TopicSettings For(TopicName topic)
    {
        var matching = rules.Where(rule => rule.Match.Matches(topic)).ToList();
        return matching.Count == 0
            ? Otherwise
            : new TopicSettings
            {
                MaxHistoryCount = First(matching, static rule => rule.MaxHistoryCount) ?? Otherwise.MaxHistoryCount,
                MaxHistoryBytes = First(matching, static rule => rule.MaxHistoryBytes) ?? Otherwise.MaxHistoryBytes,
                HistoryAge = First(matching, static rule => rule.HistoryAge) ?? Otherwise.HistoryAge,
                KeyAge = First(matching, static rule => rule.KeyAge) ?? Otherwise.KeyAge,
                Retain = First(matching, static rule => rule.Retain) ?? Otherwise.Retain,
                Presence = First(matching, static rule => rule.Presence) ?? Otherwise.Presence,
                JoinLeave = First(matching, static rule => rule.JoinLeave) ?? Otherwise.JoinLeave,
                Overflow = First(matching, static rule => rule.Overflow) ?? Otherwise.Overflow,
                Publish = FirstForAll(matching, static rule => rule.Publish) ?? Otherwise.Publish,
                Subscribe = FirstForAll(matching, static rule => rule.Subscribe) ?? Otherwise.Subscribe,
                PublishByUser = ByUser(matching, topic, static rule => rule.Publish),
                SubscribeByUser = ByUser(matching, topic, static rule => rule.Subscribe),
                MaxMessageBytes = First(matching, static rule => rule.MaxMessageBytes) ?? Otherwise.MaxMessageBytes,
                Durability = First(matching, static rule => rule.Durability) ?? Otherwise.Durability,
                Compression = First(matching, static rule => rule.Compression) ?? Otherwise.Compression,
            };
    }

    // Those that come after a rule for everybody have nothing left to say
    private static UserAccess[] ByUser(List<TopicRule> matching, TopicName topic, Func<TopicRule, AccessLevel?> setting)
    {
        var found = matching.TakeWhile(rule => rule.UserLevel is not null || setting(rule) is null)
            .Where(rule => rule.UserLevel is not null && setting(rule) is not null)
            .Select(rule => new UserAccess(topic.Text.Split('/')[rule.UserLevel!.Value], setting(rule)!.Value))
            .ToArray();
        return found.Length == 0 ? [] : found;
    }

    private static AccessLevel? FirstForAll(List<TopicRule> matching, Func<TopicRule, AccessLevel?> setting) =>
        First(matching, rule => rule.UserLevel is null ? setting(rule) : null);

    private static T? First<T>(List<TopicRule> matching, Func<TopicRule, T?> setting)
        where T : struct =>
        matching.Select(setting).FirstOrDefault(static value => value is not null);
}

using WsBroker.Broker.Topics;

namespace WsBroker.Server.Options;

/// <summary>One thing that a rule can set for topics.</summary>
/// <param name="Name">As it is written after <c>topics:N:</c>.</param>
/// <param name="Allowed">What a value can be.</param>
/// <param name="Set">Gives it to a rule; null if the value is not allowed.</param>
/// <param name="Get">What a rule sets, or null if it says nothing of it.</param>
/// <param name="Effective">What is in effect for a topic.</param>
internal sealed record TopicRuleKey(
    string Name,
    string Allowed,
    Func<TopicRule, string, TopicRule?> Set,
    Func<TopicRule, string?> Get,
    Func<TopicSettings, string> Effective);

using WsBroker.Broker.Topics;

namespace WsBroker.Server.Options;

/// <summary>Reads and writes for which topics a rule is: a filter in which one level may be <c>{user}</c>, the client's own user.</summary>
internal static class TopicRuleMatch
{
    private const string User = "{user}";

    /// <summary>Makes a rule that sets nothing yet.</summary>
    /// <param name="text">The filter.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <returns>Null if something is wrong.</returns>
    public static TopicRule? Read(string text, out string problem)
    {
        var levels = text.Split('/');
        var at = Array.IndexOf(levels, User);
        if (levels.Count(static level => level.Contains(User, StringComparison.Ordinal)) > (at < 0 ? 0 : 1))
        {
            problem = "{user} is a level of its own, and stands once";
            return null;
        }

        var isValid = TopicFilter.TryParse(at < 0 ? text : string.Join('/', levels.Select(static level => level is User ? "+" : level)), out var filter, out var wrong);
        problem = isValid ? "" : wrong.Describe();
        return isValid ? new TopicRule(filter!) { UserLevel = at < 0 ? null : at } : null;
    }

    /// <summary>The filter as it was read.</summary>
    public static string TextOf(TopicRule rule) => rule.UserLevel is { } user
        ? string.Join('/', rule.Match.Text.Split('/').Select((level, at) => at == user ? User : level))
        : rule.Match.Text;
}

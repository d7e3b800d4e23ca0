using System.Globalization;
using WsBroker.Broker.Topics;

namespace WsBroker.Server.Options;

/// <summary>Reads the list <c>topics</c>: rules, each with a filter and what it sets (<c>topics:0:match</c>, <c>topics:0:compression</c>).</summary>
internal static class TopicRuleReader
{
    private const string Prefix = "topics";
    private const string Match = "match";

    /// <summary>The names of all that the first rule can be told.</summary>
    public static IEnumerable<string> Names => TopicRuleKeys.All.Select(static key => key.Name).Prepend(Match).Select(static name => NameOf(0, name));

    /// <summary>Whether a key of the configuration is part of the list.</summary>
    public static bool IsPartOfRule(string key) =>
        string.Equals(key, Prefix, StringComparison.OrdinalIgnoreCase) || key.StartsWith($"{Prefix}:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes rules of the keys that are part of the list, in the order of their numbers.</summary>
    /// <exception cref="InvalidOptionsException">Something is wrong, and the message says what.</exception>
    public static IReadOnlyList<TopicRule> Read(IEnumerable<KeyValuePair<string, string>> values) =>
    [
        .. values.Select(Split)
            .GroupBy(static part => part.Number)
            .OrderBy(static rule => rule.Key)
            .Select(static rule => Make(rule.Key, [.. rule])),
    ];

    /// <summary>The rules as lines of keys and values.</summary>
    public static IEnumerable<string> Describe(IReadOnlyList<TopicRule> rules) =>
        rules.SelectMany(static (rule, at) => TopicRuleKeys.All
            .Select(setting => (setting.Name, Value: setting.Get(rule)))
            .Where(static setting => setting.Value is not null)
            .Prepend((Name: Match, Value: TopicRuleMatch.TextOf(rule)))
            .Select(setting => string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{at}:{setting.Name} = {setting.Value}")));

    /// <summary>What is in effect for one topic, and which rule says so.</summary>
    public static IEnumerable<string> Describe(ServerOptions options, TopicName topic)
    {
        var settings = options.TopicRules.For(topic);
        return TopicRuleKeys.All.Select(key =>
        {
            var at = options.Topics.Index().FirstOrDefault(rule => rule.Item.Match.Matches(topic) && key.Get(rule.Item) is not null, (Index: -1, Item: null!));
            var source = at.Index < 0
                ? "default"
                : string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{at.Index}, {TopicRuleMatch.TextOf(at.Item)}");
            return $"{key.Name} = {key.Effective(settings)} ({source})";
        });
    }

    private static (int Number, string Key, string Name, string Value) Split(KeyValuePair<string, string> value)
    {
        var parts = value.Key.Split(':', count: 3);
        return parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, value.Key, parts[2], value.Value)
            : throw new InvalidOptionsException($"There is no option '{value.Key}'. {Known}");
    }

    private static TopicRule Make(int number, IReadOnlyList<(int Number, string Key, string Name, string Value)> parts)
    {
        var match = parts.FirstOrDefault(static part => Is(part.Name, Match));
        if (match.Value is null)
        {
            throw new InvalidOptionsException(string.Create(
                CultureInfo.InvariantCulture, $"The rule '{Prefix}:{number}' has no '{Match}', which says for which topics it is."));
        }

        var rule = TopicRuleMatch.Read(match.Value, out var problem)
            ?? throw new InvalidOptionsException(
                $"The option '{match.Key}' cannot be '{match.Value}'; allowed is a topic or a filter like secrets/# or prices/+ or users/{{user}}/#: {problem}.");
        return parts.Where(static part => !Is(part.Name, Match)).Aggregate(rule, Apply);
    }

    private static TopicRule Apply(TopicRule rule, (int Number, string Key, string Name, string Value) part)
    {
        var key = TopicRuleKeys.All.FirstOrDefault(key => Is(part.Name, key.Name))
            ?? throw new InvalidOptionsException($"There is no option '{part.Key}'.{NearNames.Ask(part.Key, TopicRuleKeys.All.Select(key => NameOf(part.Number, key.Name)))} {Known}");
        return key.Set(rule, part.Value)
            ?? throw new InvalidOptionsException($"The option '{part.Key}' cannot be '{part.Value}'; allowed is {key.Allowed}.");
    }

    private static string Known =>
        $"A rule is {Prefix}:0:{Match} and what it sets: {string.Join(", ", Names.Skip(1))}.";

    private static string NameOf(int number, string name) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{number}:{name}");

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}

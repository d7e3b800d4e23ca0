using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;

namespace WsBroker.Server.Options;

/// <summary>All that a rule can set for topics, in the order in which it is told.</summary>
internal static class TopicRuleKeys
{
    private const long GiB = 1024 * 1024 * 1024;

    private static readonly (string, AccessLevel)[] _levels =
    [
        ("anyone", AccessLevel.Anyone),
        ("authenticated", AccessLevel.Authenticated),
        ("token", AccessLevel.Token),
        ("server", AccessLevel.Server),
    ];

    private static readonly (string, OverflowPolicy)[] _policies =
    [
        ("disconnect", OverflowPolicy.Disconnect),
        ("drop-oldest", OverflowPolicy.DropOldest),
        ("drop-newest", OverflowPolicy.DropNewest),
        ("conflate", OverflowPolicy.Conflate),
    ];

    private static readonly (string, Durability)[] _durabilities = [("memory", Durability.Memory), ("disk", Durability.Disk), ("redis", Durability.Redis)];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TopicRuleKey> All { get; } =
    [
        Number("history:count", 1_000_000, (r, n) => r with { MaxHistoryCount = (int)n }, r => r.MaxHistoryCount, s => s.MaxHistoryCount),
        Number("history:bytes", GiB, (r, n) => r with { MaxHistoryBytes = n }, r => r.MaxHistoryBytes, s => s.MaxHistoryBytes),
        Time("history:age", TimeSpan.FromDays(30), (r, t) => r with { HistoryAge = t }, r => r.HistoryAge, s => s.HistoryAge),
        Time("keyAge", TimeSpan.FromDays(1), (r, t) => r with { KeyAge = t }, r => r.KeyAge, s => s.KeyAge),
        Switch("retain", (r, on) => r with { Retain = on }, r => r.Retain, s => s.Retain),
        Switch("presence", (r, on) => r with { Presence = on }, r => r.Presence, s => s.Presence),
        Switch("joinLeave", (r, on) => r with { JoinLeave = on }, r => r.JoinLeave, s => s.JoinLeave),
        Choice("overflow", _policies, (r, policy) => r with { Overflow = policy }, r => r.Overflow, s => s.Overflow),
        Choice("publish", _levels, (r, level) => r with { Publish = level }, r => r.Publish, s => s.Publish),
        Choice("subscribe", _levels, (r, level) => r with { Subscribe = level }, r => r.Subscribe, s => s.Subscribe),
        Number("messageBytes", int.MaxValue, (r, n) => r with { MaxMessageBytes = (int)n }, r => r.MaxMessageBytes, s => s.MaxMessageBytes),
        Choice("durability", _durabilities, (r, class_) => r with { Durability = class_ }, r => r.Durability, s => s.Durability),
        Switch("compression", (r, on) => r with { Compression = on }, r => r.Compression, s => s.Compression),
    ];

    private static TopicRuleKey Number(
        string name, long most, Func<TopicRule, long, TopicRule> set, Func<TopicRule, long?> get, Func<TopicSettings, long> effective) =>
        InRange(name, new NumberRange(0, most), set, get, effective);

    private static TopicRuleKey Time(
        string name, TimeSpan most, Func<TopicRule, TimeSpan, TopicRule> set, Func<TopicRule, TimeSpan?> get, Func<TopicSettings, TimeSpan> effective) =>
        InRange(name, new TimeRange(TimeSpan.FromSeconds(1), most), set, get, effective);

    private static TopicRuleKey InRange<T>(
        string name, OptionRange<T> range, Func<TopicRule, T, TopicRule> set, Func<TopicRule, T?> get, Func<TopicSettings, T> effective)
        where T : struct, IComparable<T> =>
        new(
            name,
            range.Allowed,
            (rule, text) => range.Read(text) is { } value ? set(rule, value) : null,
            rule => get(rule) is { } value ? range.Text(value) : null,
            settings => range.Text(effective(settings)));

    private static TopicRuleKey Switch(
        string name, Func<TopicRule, bool, TopicRule> set, Func<TopicRule, bool?> get, Func<TopicSettings, bool> effective) =>
        Choice(name, [("true", true), ("false", false)], set, get, effective);

    private static TopicRuleKey Choice<T>(
        string name, (string Name, T Value)[] choices, Func<TopicRule, T, TopicRule> set, Func<TopicRule, T?> get, Func<TopicSettings, T> effective)
        where T : struct =>
        new(
            name,
            string.Join(", ", choices[..^1].Select(static choice => choice.Name)) + $" or {choices[^1].Name}",
            (rule, value) =>
            {
                var at = Array.FindIndex(choices, choice => string.Equals(choice.Name, value, StringComparison.OrdinalIgnoreCase));
                return at < 0 ? null : set(rule, choices[at].Value);
            },
            rule => get(rule) is { } value ? NameOf(choices, value) : null,
            settings => NameOf(choices, effective(settings)));

    private static string NameOf<T>((string Name, T Value)[] choices, T value) =>
        Array.Find(choices, choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Name;
}

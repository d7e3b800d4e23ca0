using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using WsBroker.Broker.Access;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>The rules of access once more, written in another way and without care for speed: filters as regular expressions.</summary>
internal static class NaiveAccess
{
    // Shared by tests that run at the same time
    private static readonly ConcurrentDictionary<string, Regex> _expressions = new(StringComparer.Ordinal);

    /// <summary>Whether a filter matches a topic. No topic here begins with a dollar.</summary>
    public static bool Matches(string filter, string topic) => _expressions.GetOrAdd(filter, ToExpression).IsMatch(topic);

    /// <summary>Whether a filter matches all that another one could: witnesses with levels that no filter names tell.</summary>
    public static bool Covers(string wide, string narrow)
    {
        var witness = narrow.Replace("+", "~", StringComparison.Ordinal);
        string[] witnesses = witness.EndsWith('#')
            ? [witness is "#" ? "~" : witness[..^2], witness.Replace("#", "~", StringComparison.Ordinal), witness.Replace("#", "~/~", StringComparison.Ordinal)]
            : [witness];
        return Array.TrueForAll(witnesses, one => Matches(wide, one));
    }

    /// <summary>The level that holds for a client in a topic, by the first rule that speaks of it.</summary>
    public static AccessLevel LevelOf(IEnumerable<(string Match, AccessLevel? Level)> rules, string topic, string? user)
    {
        foreach (var (match, level) in rules)
        {
            var own = match.Replace("{user}", user ?? "/", StringComparison.Ordinal);
            if (level is not null && Matches(own, topic))
            {
                return level.Value;
            }
        }

        return AccessLevel.Anyone;
    }

    /// <summary>Whether a client may, whose token names these filters.</summary>
    public static bool Admits(AccessLevel level, string? user, Func<string[], bool> isNamed, string[] filters) => level switch
    {
        AccessLevel.Anyone => true,
        AccessLevel.Authenticated => user is not null,
        AccessLevel.Token => user is not null && isNamed(filters),
        AccessLevel.Server or _ => false,
    };

    private static Regex ToExpression(string filter)
    {
        var pattern = Regex.Escape(filter).Replace("\\+", "[^/]*", StringComparison.Ordinal);
        pattern = pattern is "\\#" ? ".*" : pattern.Replace("/\\#", "(/.*)?", StringComparison.Ordinal);
        return new Regex($"^{pattern}$", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    }
}

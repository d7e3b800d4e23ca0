using System.Diagnostics.CodeAnalysis;

namespace WsBroker.Broker.Topics;

/// <summary>Which topics a subscriber wants: a name in which <c>+</c> stands for one level and a last <c>#</c> for the rest.</summary>
/// <remarks>
/// The rules are MQTT's (MQTT 5.0 §4.7): <c>a/#</c> matches <c>a</c> too, and a wildcard at the first level
/// matches no topic that begins with <c>$</c>. Valid by construction and immutable.
/// </remarks>
public sealed class TopicFilter : IEquatable<TopicFilter>
{
    private TopicFilter(string text, TopicName? exact)
    {
        Text = text;
        Exact = exact;
    }

    /// <summary>The filter as it was given.</summary>
    public string Text { get; }

    /// <summary>The one topic that is meant, or null when there is a wildcard.</summary>
    public TopicName? Exact { get; }

    /// <summary>The filter that means just this topic.</summary>
    public static TopicFilter Of(TopicName topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return new TopicFilter(topic.Text, topic);
    }

    /// <summary>Takes <paramref name="text"/> as a filter, or tells what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TopicFilter? filter, out TopicProblem problem)
    {
        filter = null;
        if (TopicName.TryParse(text, out var name, out problem))
        {
            filter = new TopicFilter(text, name);
        }
        else if (problem is TopicProblem.WildcardInName)
        {
            problem = CheckWildcards(text);
            filter = problem is TopicProblem.None ? new TopicFilter(text, exact: null) : null;
        }

        return filter is not null;
    }

    /// <summary>Whether <paramref name="topic"/> is among those meant. Cost: linear in the shorter of the two.</summary>
    public bool Matches(TopicName topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (Exact is not null)
        {
            return Exact.Equals(topic);
        }

        if (topic.IsSystem && Text[0] is not '$')
        {
            return false;
        }

        return MatchesLevels(Text, topic.Text);
    }

    /// <inheritdoc/>
    public bool Equals(TopicFilter? other) =>
        other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TopicFilter);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>What is wrong with a filter, if anything is.</summary>
    internal static TopicProblem Check(ReadOnlySpan<char> text) =>
        TopicName.CheckName(text) is var problem && problem is TopicProblem.WildcardInName ? CheckWildcards(text) : problem;

    private static TopicProblem CheckWildcards(ReadOnlySpan<char> text) => HasWildcardsInPlace(text) ? TopicProblem.None : TopicProblem.WildcardMisplaced;

    private static bool HasWildcardsInPlace(ReadOnlySpan<char> text)
    {
        for (var rest = text; ;)
        {
            var end = rest.IndexOf('/');
            var level = end < 0 ? rest : rest[..end];
            var isWildcard = level is "+" or "#";
            if ((!isWildcard && level.ContainsAny('+', '#')) || (level is "#" && end >= 0))
            {
                return false;
            }

            if (end < 0)
            {
                return true;
            }

            rest = rest[(end + 1)..];
        }
    }

    private static bool MatchesLevels(ReadOnlySpan<char> filter, ReadOnlySpan<char> name)
    {
        for (; ; )
        {
            var filterLevel = Levels.Next(ref filter, out var filterEnds);
            if (filterLevel is "#")
            {
                return true;
            }

            var nameLevel = Levels.Next(ref name, out var nameEnds);
            if (filterLevel is not "+" && !filterLevel.SequenceEqual(nameLevel))
            {
                return false;
            }

            if (nameEnds)
            {
                // "a/#" stands for "a" and all below it
                return filterEnds || filter is "#";
            }

            if (filterEnds)
            {
                return false;
            }
        }
    }
}

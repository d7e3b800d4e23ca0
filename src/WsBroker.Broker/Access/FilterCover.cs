using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Access;

/// <summary>Whether one filter means all that another one means.</summary>
internal static class FilterCover
{
    /// <summary>Whether every topic that <paramref name="narrow"/> matches is matched by <paramref name="wide"/>.</summary>
    /// <remarks>
    /// Level by level, so <c>+/#</c> is not taken to cover <c>#</c>, although it matches the same topics: a yes is always
    /// right, and a no may ask for the filter to be written another way. Cost: linear in the shorter of the two.
    /// </remarks>
    public static bool Covers(this TopicFilter wide, TopicFilter narrow) => Covers(wide.Text, narrow.Text);

    /// <summary>As <see cref="Covers(TopicFilter, TopicFilter)"/>, of the text of a filter, and of a filter or name.</summary>
    public static bool Covers(ReadOnlySpan<char> wide, ReadOnlySpan<char> narrow)
    {
        // A wildcard at the first level stands for no system topic
        var isBelowSystem = narrow[0] is '$' && wide[0] is not '$';
        return !isBelowSystem && CoversLevels(wide, narrow);
    }

    /// <summary>Whether there may be a topic that both filters match. A no is always right.</summary>
    public static bool Overlaps(this TopicFilter one, TopicFilter other)
    {
        var isSystem = one.Text[0] is '$' || other.Text[0] is '$';
        return !(isSystem && one.Text[0] != other.Text[0]) && OverlapLevels(one.Text, other.Text);
    }

    private static bool OverlapLevels(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        while (true)
        {
            var oneLevel = Levels.Next(ref one, out var oneEnds);
            var otherLevel = Levels.Next(ref other, out var otherEnds);
            if (oneLevel is "#" || otherLevel is "#")
            {
                return true;
            }

            if (oneLevel is not "+" && otherLevel is not "+" && !oneLevel.SequenceEqual(otherLevel))
            {
                return false;
            }

            if (oneEnds || otherEnds)
            {
                // "a/#" stands for "a" and all below it
                return (oneEnds && otherEnds) || one is "#" || other is "#";
            }
        }
    }

    private static bool CoversLevels(ReadOnlySpan<char> wide, ReadOnlySpan<char> narrow)
    {
        while (true)
        {
            var wideLevel = Levels.Next(ref wide, out var wideEnds);
            var narrowLevel = Levels.Next(ref narrow, out var narrowEnds);
            if (wideLevel is "#")
            {
                return true;
            }

            if (narrowLevel is "#" || (wideLevel is not "+" && !wideLevel.SequenceEqual(narrowLevel)))
            {
                return false;
            }

            if (narrowEnds)
            {
                // "a/#" stands for "a" and all below it
                return wideEnds || wide is "#";
            }

            if (wideEnds)
            {
                return false;
            }
        }
    }
}

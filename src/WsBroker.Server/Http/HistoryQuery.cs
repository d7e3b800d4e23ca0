using System.Globalization;
using WsBroker.Broker.Topics;

namespace WsBroker.Server.Http;

/// <summary>The query of <c>/api/history</c>.</summary>
/// <param name="Topic">Which topic.</param>
/// <param name="Part">Which part of its history.</param>
internal sealed record HistoryQuery(TopicName Topic, HistoryPart Part)
{
    /// <summary>The most messages of one answer.</summary>
    public const int MaxCount = 1000;

    private const int UsualCount = 100;

    /// <summary>Offsets stay below it, so that JavaScript can tell them apart.</summary>
    private const long MaxOffset = (1L << 53) - 1;

    /// <summary>Reads it.</summary>
    /// <returns>Null if something is wrong.</returns>
    public static HistoryQuery? Read(IQueryCollection query, out string? problem)
    {
        if (ReadTopic(query, out problem) is not { } topic
            || !TryReadNumber(query, "after", 0, MaxOffset, ref problem, out var after)
            || !TryReadNumber(query, "before", 0, MaxOffset, ref problem, out var before)
            || !TryReadNumber(query, "last", 1, MaxCount, ref problem, out var last))
        {
            return null;
        }

        if (after is not null && before is not null)
        {
            problem = "Only one of 'after' and 'before' can be given.";
            return null;
        }

        return new HistoryQuery(topic, PartOf(after, before, (int)(last ?? UsualCount)));
    }

    /// <summary>Reads the topic alone.</summary>
    /// <returns>Null if something is wrong.</returns>
    public static TopicName? ReadTopic(IQueryCollection query, out string? problem)
    {
        var values = query["topic"];
        if (values is not [{ } text])
        {
            problem = "'topic' must be given once.";
            return null;
        }

        var isName = TopicName.TryParse(text, out var topic, out var wrong);
        problem = isName ? null : $"'topic' is wrong: {wrong.Describe()}.";
        return topic;
    }

    private static HistoryPart PartOf(long? after, long? before, int count)
    {
        if (after is { } start)
        {
            return new HistoryPart.After(start, count);
        }

        return before is { } end ? new HistoryPart.Before(end, count) : new HistoryPart.Newest(count);
    }

    private static bool TryReadNumber(IQueryCollection query, string name, long least, long most, ref string? problem, out long? value)
    {
        value = null;
        var values = query[name];
        if (values.Count == 0)
        {
            return true;
        }

        if (values is [{ } text]
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most)
        {
            value = number;
            return true;
        }

        problem = string.Create(CultureInfo.InvariantCulture, $"'{name}' must be one whole number from {least} to {most}.");
        return false;
    }
}

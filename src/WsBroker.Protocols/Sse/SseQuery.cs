using System.Globalization;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Sse;

/// <summary>What the query of a request for events asks for.</summary>
/// <param name="Filters"><c>topic=…</c>, once for each topic or filter; each stands once.</param>
internal sealed record SseQuery(IReadOnlyList<TopicFilter> Filters)
{
    private const int MaxLast = 1_000_000;
    private const string NoId = "?";

    /// <summary><c>last=N</c>: topics that do not recover begin with so many of the history; it does not count for filters.</summary>
    public int Last { get; private init; }

    /// <summary><c>presence=true</c>: tell who comes and goes, where the topic's rule has it.</summary>
    public bool Presence { get; private init; }

    /// <summary><c>lastEventId=…</c>, or the header that it stands for; null if there is none.</summary>
    public string? LastEventId { get; private init; }

    /// <summary>Reads the query; parameters that are not known are left to others.</summary>
    /// <param name="query">The query, still percent-encoded.</param>
    /// <param name="maxTopics">The most topics and filters.</param>
    /// <param name="recent">The topics of others, to be shared.</param>
    /// <param name="problem">If it is not allowed, the sentence that says why.</param>
    /// <returns>Null if it is not allowed.</returns>
    public static SseQuery? Read(string query, int maxTopics, RecentTopics recent, out string problem)
    {
        var filters = new List<TopicFilter>(1);
        var read = new SseQuery(filters);
        problem = "";
        foreach (var part in query.AsSpan().Split('&'))
        {
            var parameter = query.AsSpan()[part];
            var equals = parameter.IndexOf('=');
            var name = equals < 0 ? parameter : parameter[..equals];
            var value = equals < 0 ? default : parameter[(equals + 1)..];
            problem = name is "topic" ? Add(filters, value.ToString(), recent) : read.Set(name, value, out read);
            if (problem.Length > 0)
            {
                return null;
            }
        }

        problem = filters.Count == 0 || filters.Count > maxTopics
            ? string.Create(CultureInfo.InvariantCulture, $"topic stands 1 to {maxTopics} times")
            : "";
        return problem.Length > 0 ? null : read;
    }

    private static string Add(List<TopicFilter> filters, string value, RecentTopics recent)
    {
        var problem = TopicProblem.None;
        if ((recent.Find(value) ?? Parse(value, recent, out problem)) is not { } filter)
        {
            return problem.Describe();
        }

        if (filters.Contains(filter))
        {
            return "a topic stands twice";
        }

        filters.Add(filter);
        return "";
    }

    private static TopicFilter? Parse(string value, RecentTopics recent, out TopicProblem problem)
    {
        problem = TopicProblem.NotUnicode;
        if (!PercentText.TryDecode(value, out var text) || !TopicFilter.TryParse(text, out var filter, out problem))
        {
            return null;
        }

        recent.Keep(value, filter);
        return filter;
    }

    private string Set(ReadOnlySpan<char> name, ReadOnlySpan<char> value, out SseQuery changed)
    {
        changed = this;
        switch (name)
        {
            case "last":
                var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var last);
                changed = this with { Last = last };
                return isNumber && last <= MaxLast ? "" : string.Create(CultureInfo.InvariantCulture, $"last is a number from 0 to {MaxLast}");
            case "presence":
                changed = this with { Presence = value is "true" };
                return value is "true" or "false" ? "" : "presence is true or false";
            case "lastEventId" when LastEventId is null && value.Length > 0:
                // What is no id of ours recovers nothing, which is told; a client that connects again by itself must not fail for it
                changed = this with { LastEventId = PercentText.TryDecode(value, out var id) ? id : NoId };
                return "";
            default:
                return "";
        }
    }
}

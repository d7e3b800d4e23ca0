using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Access;

/// <summary>The topics that a token names, as filters. Immutable and thread-safe.</summary>
/// <remarks>All in one text: each connection that brings a token keeps its own, and the collector has to move what is kept, object by object.</remarks>
public readonly record struct Grants
{
    // A control character: no filter has it
    private const char End = '\n';

    private readonly string? _filters;

    /// <summary>Names what the filters mean.</summary>
    public Grants(params IEnumerable<TopicFilter> filters)
        : this(string.Concat(filters.Select(static filter => filter.Text + End)))
    {
    }

    private Grants(string filters) => _filters = filters.Length == 0 ? null : filters;

    /// <summary>No topic at all.</summary>
    public static Grants None => default;

    /// <summary>The filters, as they were given.</summary>
    public IReadOnlyList<string> Filters => _filters?.Split(End, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Takes a text as filters.</summary>
    /// <param name="text">The filters, each with a line feed behind it; none if it is empty.</param>
    /// <param name="grants">What they name.</param>
    /// <returns>False if one of them is no filter.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Grants grants)
    {
        grants = None;
        for (var rest = text; !rest.IsEmpty;)
        {
            if (TopicFilter.Check(Next(ref rest)) is not TopicProblem.None)
            {
                return false;
            }
        }

        grants = new Grants(text.ToString());
        return true;
    }

    /// <summary>Whether the topic is named. Cost: linear in the length of the filters; no allocation.</summary>
    public bool Cover(TopicName topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return Cover(topic.Text);
    }

    /// <summary>
    /// Whether all topics that are meant are named by one and the same filter: several that do so together don't count, and
    /// a wildcard never gives more than was named.
    /// </summary>
    public bool Cover(TopicFilter wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return Cover(wanted.Text);
    }

    /// <summary>Whether just the same is named: each filter covered by one of the others, both ways.</summary>
    public bool IsSameAs(Grants others)
    {
        return CoverAll(others) && others.CoverAll(this);
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(End);
        var filter = rest[..end];
        rest = rest[(end + 1)..];
        return filter;
    }

    private bool CoverAll(Grants others)
    {
        for (var rest = others._filters.AsSpan(); !rest.IsEmpty;)
        {
            if (!Cover(Next(ref rest)))
            {
                return false;
            }
        }

        return true;
    }

    private bool Cover(ReadOnlySpan<char> wanted)
    {
        for (var rest = _filters.AsSpan(); !rest.IsEmpty;)
        {
            if (FilterCover.Covers(Next(ref rest), wanted))
            {
                return true;
            }
        }

        return false;
    }
}

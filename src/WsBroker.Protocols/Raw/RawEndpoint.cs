using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Raw;

/// <summary><c>/topics/TOPIC</c>: no envelope; what a client sends is published, what others publish arrives as they sent it.</summary>
public sealed class RawEndpoint : IEndpoint
{
    /// <summary>The name of having no envelope: for browsers that have a token among their subprotocols, which they only take an answer to.</summary>
    public const string Subprotocol = "wsbroker.v1.raw";

    private const string Prefix = "/topics/";

    private readonly RecentTopics _recent = new();

    /// <inheritdoc/>
    public MessageForm Form => RawForm.Instance;

    /// <inheritdoc/>
    public bool LeavesPlainHttp => false;

    /// <inheritdoc/>
    public bool AwaitsConnect => false;

    /// <inheritdoc/>
    public bool Owns(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public string? ChooseSubprotocol(IReadOnlyList<string> offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        return offered.Contains(Subprotocol, StringComparer.Ordinal) ? Subprotocol : null;
    }

    /// <inheritdoc/>
    public Opening Open(string path, string query)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(query);
        var problem = TopicProblem.None;
        var topic = _recent.Find(path) ?? Parse(path, out problem);
        if (topic is null)
        {
            return new Opening.InvalidTopic(problem.Describe());
        }

        return RawQuery.Read(query, out var wrong) is { } wanted
            ? new RawOpening(topic, wanted)
            : new Opening.InvalidQuery(wrong);
    }

    private TopicFilter? Parse(string path, out TopicProblem problem)
    {
        problem = TopicProblem.NotUnicode;
        if (!PercentText.TryDecode(path.AsSpan(Prefix.Length), out var text) || !TopicName.TryParse(text, out var topic, out problem))
        {
            return null;
        }

        var filter = TopicFilter.Of(topic);
        _recent.Keep(path, filter);
        return filter;
    }
}

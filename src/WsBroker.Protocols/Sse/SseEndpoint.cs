namespace WsBroker.Protocols.Sse;

/// <summary><c>/sse?topic=…</c>: Server-Sent Events (WHATWG HTML §9.2), for clients that only listen; recovers by Last-Event-ID.</summary>
/// <param name="maxTopics">The most topics and filters of one stream: as many as a session may subscribe to.</param>
public sealed class SseEndpoint(int maxTopics) : IEndpoint
{
    private readonly RecentTopics _recent = new();

    /// <summary>Where it is.</summary>
    public const string Path = "/sse";

    /// <inheritdoc/>
    public MessageForm Form => SseForm.Instance;

    /// <inheritdoc/>
    // What is no GET: the preflight of a browser, say
    public bool LeavesPlainHttp => true;

    /// <inheritdoc/>
    public bool AwaitsConnect => false;

    /// <inheritdoc/>
    public bool IsOneWay => true;

    /// <inheritdoc/>
    public bool Owns(string path) => path is SseEndpoint.Path;

    /// <inheritdoc/>
    public string? ChooseSubprotocol(IReadOnlyList<string> offered) => null;

    /// <inheritdoc/>
    public Opening Open(string path, string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return SseQuery.Read(query, maxTopics, _recent, out var wrong) is { } wanted ? new SseOpening(wanted) : new Opening.InvalidQuery(wrong);
    }
}

using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Sse;

/// <summary>A stream of events that is welcome, if its topics are open to the client.</summary>
/// <param name="Query">What it asks for.</param>
internal sealed record SseOpening(SseQuery Query) : Opening.Accepted
{
    /// <inheritdoc/>
    public override IReadOnlyList<TopicFilter> Wanted => Query.Filters;

    /// <inheritdoc/>
    public override ClientProtocol Start(Session session) => new SseProtocol(session, Query);
}

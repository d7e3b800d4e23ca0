using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Raw;

/// <summary>A raw connection that is welcome.</summary>
/// <param name="Topic">The topic of its address, as a filter.</param>
/// <param name="Query">What it asks for.</param>
internal sealed record RawOpening(TopicFilter Topic, RawQuery Query) : Opening.Accepted
{
    /// <inheritdoc/>
    public override ClientProtocol Start(Session session) => new RawProtocol(session, Topic, Query);
}

using WsBroker.Broker.Sessions;

namespace WsBroker.Protocols.Json;

/// <summary>A JSON connection that is welcome, as all are.</summary>
internal sealed record JsonOpening(JsonProtocolOptions Options) : Opening.Accepted
{
    /// <inheritdoc/>
    public override ClientProtocol Start(Session session) => new JsonProtocol(session, Options);
}

using WsBroker.Broker.Publications;
using WsBroker.Protocols;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Connections;

/// <summary>What becomes of a request.</summary>
internal abstract record HandshakeOutcome
{
    private HandshakeOutcome()
    {
    }

    /// <summary>It is plain HTTP.</summary>
    internal sealed record PlainHttp : HandshakeOutcome
    {
        public static readonly PlainHttp Instance = new();
    }

    /// <summary>It is answered with an HTTP status.</summary>
    internal sealed record Refused(UpgradeRefusal Refusal, string? Detail = null) : HandshakeOutcome;

    /// <summary>It becomes a WebSocket.</summary>
    /// <param name="Request">The request.</param>
    /// <param name="Subprotocol">The one to speak, or null.</param>
    /// <param name="Form">How deliveries are encoded.</param>
    /// <param name="Opening">Begins the client's conversation.</param>
    internal sealed record Accepted(
        UpgradeRequest Request, string? Subprotocol, WireForm Form, Opening.Accepted Opening) : HandshakeOutcome;
}

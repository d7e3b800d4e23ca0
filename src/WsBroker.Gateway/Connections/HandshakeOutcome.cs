using WsBroker.Broker.Access;
using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Peers;
using WsBroker.Protocols;
using WsBroker.WebSockets;
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

    /// <summary>It does not end with its head, and its last bytes have not arrived.</summary>
    internal sealed record NeedsMore : HandshakeOutcome
    {
        public static readonly NeedsMore Instance = new();
    }

    /// <summary>It is answered with an HTTP status.</summary>
    /// <param name="Refusal">Why.</param>
    /// <param name="Detail">A sentence that follows that of the refusal.</param>
    /// <param name="Peer">Who asked, where that is known better than by the connection.</param>
    internal sealed record Refused(UpgradeRefusal Refusal, string? Detail = null, Peer? Peer = null) : HandshakeOutcome
    {
        /// <summary>Whether a body may follow the head of the answer; not so for HEAD (RFC 9110 §9.3.2).</summary>
        public bool HasBody { get; init; } = true;

        /// <summary>How long it takes until the same request may succeed; zero if that is not known.</summary>
        public TimeSpan RetryAfter { get; init; }
    }

    /// <summary>It becomes a WebSocket.</summary>
    /// <param name="Dialect">The version of WebSocket that is spoken.</param>
    /// <param name="Request">The request.</param>
    /// <param name="IsSecure">Whether the client's connection is encrypted.</param>
    /// <param name="Subprotocol">The one to speak, or null.</param>
    /// <param name="Forms">How deliveries can be encoded.</param>
    /// <param name="Opening">Begins the client's conversation.</param>
    /// <param name="Identity">Who the client is; null if it has not said so.</param>
    internal sealed record Accepted(
        Dialect Dialect,
        UpgradeRequest Request,
        bool IsSecure,
        string? Subprotocol,
        EndpointForms Forms,
        Opening.Accepted Opening,
        Identity? Identity) : HandshakeOutcome;
}

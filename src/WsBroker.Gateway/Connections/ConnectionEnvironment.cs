using Microsoft.Extensions.Logging;
using WsBroker.Actors;
using WsBroker.Broker;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Compression;
using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;
using WsBroker.WebSockets;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Messages;

namespace WsBroker.Gateway.Connections;

/// <summary>What all connections of a gateway share. Immutable; its parts are thread-safe.</summary>
public sealed record ConnectionEnvironment
{
    /// <summary>What sessions share: the topics of this node, above all.</summary>
    public required SessionEnvironment Sessions { get; init; }

    /// <summary>Which client protocol is spoken where.</summary>
    public required EndpointTable Endpoints { get; init; }

    /// <summary>Which versions of WebSocket are spoken.</summary>
    public DialectTable Dialects { get; init; } = DialectTable.Rfc6455Only;

    /// <summary>Who serves plain HTTP.</summary>
    public required IHttpFallback Http { get; init; }

    /// <summary>Which web pages may connect.</summary>
    public required OriginPolicy Origins { get; init; }

    /// <summary>Who is believed when it speaks for others.</summary>
    public TrustedProxies Proxies { get; init; } = TrustedProxies.None;

    /// <summary>Whether those who are believed begin each connection with a header of the PROXY protocol.</summary>
    public bool HasProxyProtocol { get; init; }

    /// <summary>Who may come in.</summary>
    public required Admissions Admissions { get; init; }

    /// <summary>Names sessions.</summary>
    public required IIdentifierSource Identifiers { get; init; }

    /// <summary>Tells deadlines.</summary>
    public required DeadlineWheel<SessionMessage> Wheel { get; init; }

    /// <summary>Where the fate of single connections is logged.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>What is counted.</summary>
    public required GatewayMetrics Metrics { get; init; }

    /// <summary>Compresses messages; null where nothing is compressed.</summary>
    public DeflateExtension? Compression { get; init; }

    /// <summary>What a connection may cost.</summary>
    public ConnectionOptions Connection { get; init; } = new();

    /// <summary>What waits for all connections together.</summary>
    public QueuedTotal Queued { get; init; } = new(long.MaxValue);

    /// <summary>What a request's head may cost.</summary>
    public HeadLimits Head { get; init; } = new();

    /// <summary>Whether a token in the query of a request counts.</summary>
    public bool TakesTokenFromQuery { get; init; } = true;

    /// <summary>What a message may cost of a client that has yet to prove who it is.</summary>
    // As long as a token may be
    public MessageLimits FirstMessage { get; init; } = new() { MaxMessageBytes = 8 * 1024, MaxFragments = 16 };

    /// <summary>What a message may cost.</summary>
    public MessageLimits Message { get; init; } = new();
}

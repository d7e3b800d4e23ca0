using WsBroker.Broker.Access;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Rates;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;
using WsBroker.Protocols;
using WsBroker.Protocols.Sse;
using WsBroker.WebSockets;
using WsBroker.WebSockets.EventStreams;
using WsBroker.WebSockets.Messages;

namespace WsBroker.TestKit;

/// <summary>What a <see cref="SimulatedBroker"/> is made of where a test wants it to differ.</summary>
public sealed record SimulationOptions
{
    /// <summary>Decides on the order of turns.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What topics keep.</summary>
    public TopicOptions Topic { get; init; } = new();

    /// <summary>What a connection may cost.</summary>
    public ConnectionOptions Connection { get; init; } = new();

    /// <summary>What may wait for all connections together.</summary>
    public QueuedTotal Queued { get; init; } = new(long.MaxValue);

    /// <summary>What a session may cost.</summary>
    public SessionOptions Session { get; init; } = new();

    /// <summary>What a message may cost.</summary>
    public MessageLimits Message { get; init; } = new();

    /// <summary>What clients have to prove, with <see cref="SimulatedBroker.Tokens"/>; null where nobody is asked.</summary>
    public AccessOptions? Access { get; init; }

    /// <summary>Whether a token in the query of a request counts.</summary>
    public bool TakesTokenFromQuery { get; init; } = true;

    /// <summary>Which web pages may connect.</summary>
    public OriginPolicy Origins { get; init; } = new([]);

    /// <summary>Who is believed when it speaks for others.</summary>
    public TrustedProxies Proxies { get; init; } = TrustedProxies.None;

    /// <summary>Which versions of WebSocket are spoken, besides that of RFC 6455 and streams of events.</summary>
    public DialectTable Dialects { get; init; } = new(new EventStreamDialect(SseEndpoint.Path));

    /// <summary>Whether those begin each connection with a header of the PROXY protocol.</summary>
    public bool HasProxyProtocol { get; init; }

    /// <summary>Who may come in.</summary>
    public AdmissionLimits Admission { get; init; } = new();

    /// <summary>How much may come in a second.</summary>
    public RateOptions Rates { get; init; } = new();

    /// <summary>Which back ends have a say; a test plays them, and answers for them.</summary>
    public SessionHooks? Hooks { get; init; }

    /// <summary>Endpoints that are asked before the usual two.</summary>
    public IReadOnlyList<IEndpoint> Endpoints { get; init; } = [];
}

using System.Net;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Rates;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Compression;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;
using WsBroker.Redis;

namespace WsBroker.Server.Options;

/// <summary>All that an operator can set. Immutable; made and checked by <see cref="OptionsReader"/>.</summary>
public sealed record ServerOptions
{
    /// <summary>Where to listen.</summary>
    // Loopback, because without authentication whoever reaches the port may do everything
    public IReadOnlyList<ListenAddress> Listen { get; init; } = [DefaultListen];

    /// <summary>Certificates for the addresses with TLS; the first is for clients that name no host.</summary>
    public IReadOnlyList<CertificateOptions> Certificates { get; init; } = [];

    /// <summary>What becomes of certificates that clients have.</summary>
    public ClientCertificateOptions ClientCertificates { get; init; } = new();

    /// <summary>Origins of web pages that may connect, besides those from this host and from loopback.</summary>
    public IReadOnlyList<OriginRule> Origins { get; init; } = [];

    /// <summary>Proxies that are believed when they say for whom they speak.</summary>
    // None, because a client that is believed may take any address, this machine's too
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Whether those begin each connection with a header of the PROXY protocol, version 1 or 2.</summary>
    public bool ProxyProtocol { get; init; }

    /// <summary>Networks that may read the metrics, besides this machine.</summary>
    // None, because the metrics tell how busy the server is and whom it refuses
    public IReadOnlyList<IPNetwork> Scrapers { get; init; } = [];

    /// <summary>Keys of the HTTP API; without any, it is for this machine only.</summary>
    public IReadOnlyList<ApiKeyOptions> ApiKeys { get; init; } = [];

    /// <summary>Whether to listen on addresses that others can reach, although anybody may do everything.</summary>
    public bool Insecure { get; init; }

    /// <summary>Whether <c>/echo</c> is served.</summary>
    public bool Echo { get; init; }

    /// <summary>Whether the WebSocket versions of before RFC 6455 are spoken too.</summary>
    public bool Legacy { get; init; }

    /// <summary>The least of our own lines that is written to standard error; of others, warnings and worse are.</summary>
    // What clients cause is told below: they could fill the disk with it
    public LogLevel Log { get; init; } = LogLevel.Warning;

    /// <summary>Where topics keep what they remember.</summary>
    public EngineOption Engine { get; init; } = EngineOption.Memory;

    /// <summary>How Redis is used, if <see cref="Engine"/> is one; its shards are named there.</summary>
    public RedisOptions Redis { get; init; } = NoRedis;

    /// <summary>How the nodes of a cluster know of each other; the same for all of them.</summary>
    public ClusterOptions Cluster { get; init; } = new();

    /// <summary>Whether the readiness probe fails while <see cref="Engine"/> is out of reach.</summary>
    // Of several nodes some may reach it still, or again before the others; a balancer has to know where
    public bool ReadyOnlyWithEngine { get; init; } = true;

    /// <summary>Who may come in, and how that is proved.</summary>
    public AuthOptions Auth { get; init; } = new();

    /// <summary>Which back ends are asked and told what clients do.</summary>
    public WebhookOptions Webhooks { get; init; } = new();

    /// <summary>What is set for some topics only, in order.</summary>
    public IReadOnlyList<TopicRule> Topics { get; init; } = [];

    /// <summary>Whether and how messages are compressed.</summary>
    public CompressionOptions Compression { get; init; } = new();

    /// <summary>What clients may cost.</summary>
    public LimitsOptions Limits { get; init; } = new();

    /// <summary>How much may come in a second.</summary>
    // Nothing is limited, because what is too much depends on what clients are for
    public RateOptions Rates { get; init; } = new();

    /// <summary>How long clients may take.</summary>
    public ConnectionOptions Connection { get; init; } = new();

    /// <summary>How long, and how many, sessions are kept whose connection is lost.</summary>
    public KeptSessionOptions Sessions { get; init; } = new();

    /// <summary>How clients are let go when the server is to end.</summary>
    public DrainOptions Drain { get; init; } = new();

    /// <summary>How long an HTTP connection may wait for its next request before it is closed. 100 ms to 1 h.</summary>
    // Longer than proxies keep what is idle (nginx and common load balancers 60 s), so that it is they who close: whoever
    // closes must not cross a request of the other
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>What holds for which topic.</summary>
    internal TopicRules TopicRules => new(Topics) { Otherwise = TopicSettings.Default with { Durability = Engine.Durability } };

    /// <summary>Whether clients can be users: by tokens, by certificates, or because a back end says so.</summary>
    internal bool HasUsers => Auth.HasKeys || ClientCertificates.CanProveUsers || Webhooks.Connect is not null;

    /// <summary>Whether clients may do nothing before they have proved who they are, or a back end has let them in.</summary>
    internal bool IsGuarded => Auth.Required || Webhooks.GuardEntry;

    /// <summary>How long a revocation is kept.</summary>
    // As long as what is revoked can live; certificates of clients may live for years
    internal TimeSpan RevocationAge => ClientCertificates.CanProveUsers ? TimeSpan.FromDays(3650) : Auth.MaxTokenLife + Auth.Leeway;

    /// <summary>Which web pages may connect.</summary>
    internal OriginPolicy OriginPolicy => new(Origins);

    /// <summary>Who is believed when it speaks for others.</summary>
    internal TrustedProxies TrustedProxies => new(Proxies);

    // One object, so that options with the same settings are equal
    private static RedisOptions NoRedis { get; } = new([]);

    private static ListenAddress DefaultListen { get; } =
        new(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 8080));
}

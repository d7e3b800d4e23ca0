using System.Globalization;
using System.Net;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Origins;

namespace WsBroker.Server.Options;

/// <summary>Every key of the configuration: what it is called, what it takes, and what it sets.</summary>
internal static class OptionKeys
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    private static readonly Dictionary<string, LogLevel> _logLevels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["debug"] = LogLevel.Debug,
        ["information"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
    };

    /// <summary>The keys that hold one value.</summary>
    public static IReadOnlyList<OptionKey> Single { get; } =
    [
        new(
            "engine",
            "memory; disk:DIR, where the folder above DIR is there; or redis:CONNECTION, as StackExchange.Redis has it, several with ; between them",
            "where topics keep what they remember",
            (options, value) => EngineOption.TryParse(value, out var engine) ? options with { Engine = engine } : null,
            options => options.Engine.ToString()),
        OptionKey.Switch(
            "insecure",
            "listen beyond this machine although anybody may do everything",
            (options, isOn) => options with { Insecure = isOn },
            options => options.Insecure),
        OptionKey.Switch(
            "echo",
            "serve /echo, which sends each message back to its sender, for conformance suites",
            (options, isOn) => options with { Echo = isOn },
            options => options.Echo),
        OptionKey.Switch(
            "legacy",
            "speak the WebSocket versions of before RFC 6455 too: hixie-76, and hybi drafts 7 and 8",
            (options, isOn) => options with { Legacy = isOn },
            options => options.Legacy),
        new(
            "log",
            "debug, information, warning or error",
            "from which level on lines are written to standard error; what clients cause is told at debug",
            (options, value) => _logLevels.TryGetValue(value, out var level) ? options with { Log = level } : null,
            options => _logLevels.First(level => level.Value == options.Log).Key),
        OptionKey.Switch(
            "proxyProtocol",
            "whether those of 'proxies' begin each connection with a header of the PROXY protocol",
            (options, isOn) => options with { ProxyProtocol = isOn },
            options => options.ProxyProtocol),
        OptionKey.Switch(
            "health:engine",
            "whether /health/ready fails while Redis is away; false leaves the node in its load balancer then",
            (options, isOn) => options with { ReadyOnlyWithEngine = isOn },
            options => options.ReadyOnlyWithEngine),
        Limit("messageBytes", 1, 64 * MiB, "largest message, in bytes", (l, n) => l with { MessageBytes = n }, l => l.MessageBytes),
        Limit("fragments", 1, 1_000_000, "most frames of a message", (l, n) => l with { Fragments = n }, l => l.Fragments),
        Limit("queuedBytes", 64 * KiB, 1024 * MiB, "bytes that may wait for one client", (l, n) => l with { QueuedBytes = n }, l => l.QueuedBytes),
        Limit("recoveredBytes", 64 * KiB, 1024 * MiB, "bytes of a topic that a client recovers at most; of more it recovers nothing", (l, n) => l with { RecoveredBytes = n }, l => l.RecoveredBytes),
        Limit("totalQueuedBytes", 0, 1024L * 1024 * MiB, "bytes that may wait for all clients together; 0 is a quarter of the memory", (l, n) => l with { TotalQueuedBytes = n }, l => l.TotalQueuedBytes),
        Limit("historyBytes", 0, 1024L * 1024 * MiB, "bytes that the histories of all topics may hold together; 0 is a quarter of the memory", (l, n) => l with { HistoryBytes = n }, l => l.HistoryBytes),
        Limit("subscriptions", 1, 100_000, "most subscriptions of a connection", (l, n) => l with { Subscriptions = n }, l => l.Subscriptions),
        Limit("topics", 0, 100_000_000, "most active topics; 0 is no limit", (l, n) => l with { Topics = n }, l => l.Topics),
        Limit("errors", 1, 1_000_000, "most errors of a client's own within a ping interval; one more closes it", (l, n) => l with { Errors = n }, l => l.Errors),
        Limit("connections", 0, 10_000_000, "most WebSockets and handshakes at once; 0 is no limit", (l, n) => l with { Connections = n }, l => l.Connections),
        Limit("connectionsPerAddress", 0, 10_000_000, "most connections from one address (IPv6: from one /64); 0 is no limit", (l, n) => l with { ConnectionsPerAddress = n }, l => l.ConnectionsPerAddress),
        Limit("connectionsPerUser", 0, 10_000_000, "most connections of one user; 0 is no limit", (l, n) => l with { ConnectionsPerUser = n }, l => l.ConnectionsPerUser),
        Limit("httpConnections", 0, 10_000_000, "most connections of plain HTTP at once; 0 is no limit", (l, n) => l with { HttpConnections = n }, l => l.HttpConnections),
        Limit("handshakesPerSecond", 0, 1_000_000, "most new connections a second; 0 is no limit", (l, n) => l with { HandshakesPerSecond = n }, l => l.HandshakesPerSecond),
        Limit("latenessMilliseconds", 0, 60_000, "how late turns may be before nobody new is let in; 0 is never", (l, n) => l with { LatenessMilliseconds = n }, l => l.LatenessMilliseconds),
        Limit("headBytes", KiB, 256 * KiB, "longest head of a request, in bytes", (l, n) => l with { HeadBytes = n }, l => l.HeadBytes),
        Limit("headerLines", 10, 10_000, "most header lines of a request", (l, n) => l with { HeaderLines = n }, l => l.HeaderLines),
        Limit("headerLineBytes", 256, 256 * KiB, "longest header line, in bytes", (l, n) => l with { HeaderLineBytes = n }, l => l.HeaderLineBytes),
        Limit("requestLineBytes", 256, 256 * KiB, "longest request line, in bytes", (l, n) => l with { RequestLineBytes = n }, l => l.RequestLineBytes),
        Time("http:keepAliveTimeout", "for an HTTP connection to wait for its next request", (o, t) => o with { KeepAliveTimeout = t }, o => o.KeepAliveTimeout),
        Time("handshakeTimeout", "for a client to send its request", (c, t) => c with { HandshakeTimeout = t }, c => c.HandshakeTimeout),
        Time("pingInterval", "of silence before a client is pinged", (c, t) => c with { PingInterval = t }, c => c.PingInterval),
        Time("pongTimeout", "for a client to answer a ping", (c, t) => c with { PongTimeout = t }, c => c.PongTimeout),
        Time("closeTimeout", "for a client to answer a close frame", (c, t) => c with { CloseTimeout = t }, c => c.CloseTimeout),
        Time("writeTimeout", "for what waits for a client, 64 KiB at a time, to go", (c, t) => c with { WriteTimeout = t }, c => c.WriteTimeout),
        Time("messageTimeout", "for a client to end a message that it began", (c, t) => c with { MessageTimeout = t }, c => c.MessageTimeout),
        Time("connection:authTimeout", "for a client to prove who it is, with auth:required, or to be let in by webhooks:connect", (o, t) => o with { Auth = o.Auth with { Timeout = t } }, o => o.Auth.Timeout),
        .. AuthKeys.Single,
        .. CompressionKeys.All,
        .. DrainKeys.All,
        .. SessionKeys.All,
        .. RedisKeys.All,
        .. ClusterKeys.All,
        .. ClientCertificateKeys.All,
        .. RateKeys.All,
        .. WebhookKeys.All,
    ];

    /// <summary>The keys that hold a list; a value is added by <c>name:0</c>, <c>name:1</c>…</summary>
    public static IReadOnlyList<OptionKey> Lists { get; } =
    [
        new(
            "listen",
            "an address of this machine and a port, like 127.0.0.1:8080 or [::1]:8080, with https:// before it for TLS",
            "where to listen",
            (options, value) => ListenAddress.TryParse(value, out var address)
                ? options with { Listen = [.. options.Listen, address] }
                : null,
            options => string.Join(", ", options.Listen)),
        new(
            "origins",
            "a scheme, a host and perhaps a port, like https://app.example.com or https://*.example.org:8443, or *",
            "web pages that may connect, besides those of the same origin and of loopback",
            (options, value) => OriginRule.TryParse(value, out var rule) ? options with { Origins = [.. options.Origins, rule] } : null,
            options => string.Join(", ", options.Origins)),
        new(
            "proxies",
            "an address or a network, like 10.0.0.7 or 10.0.0.0/8 or fd00::/8",
            "proxies that are believed when they say for whom they speak",
            (options, value) => TryParseNetwork(value, out var network) ? options with { Proxies = [.. options.Proxies, network] } : null,
            options => string.Join(", ", options.Proxies)),
        new(
            "scrapers",
            "an address or a network, like 10.0.0.7 or 10.0.0.0/8 or fd00::/8",
            "who may read /metrics, besides this machine",
            (options, value) => TryParseNetwork(value, out var network) ? options with { Scrapers = [.. options.Scrapers, network] } : null,
            options => string.Join(", ", options.Scrapers)),
    ];

    /// <summary>All names, sorted; of those that are numbered, the first.</summary>
    public static IEnumerable<string> Names =>
        Single.Concat(Lists).Concat(OfCertificate(0)).Concat(ApiKeyKeys.First).Concat(AuthKeys.FirstOfEach)
            .Select(key => key.Name).Concat(TopicRuleReader.Names).Order(StringComparer.Ordinal);

    /// <summary>What is set, one <c>key = value</c> for each key, sorted, and rules for topics in their order; secrets are left out.</summary>
    public static IEnumerable<string> Describe(ServerOptions options) =>
        Single.Concat(Lists).Concat(Enumerable.Range(0, options.Certificates.Count).SelectMany(OfCertificate))
            .Concat(ApiKeyKeys.Numbered(options)).Concat(AuthKeys.Numbered(options))
            .Select(key => $"{key.Name} = {key.Get(options)}".TrimEnd())
            .Order(StringComparer.Ordinal)
            .Concat(TopicRuleReader.Describe(options.Topics));

    /// <summary>The keys of one of the certificates.</summary>
    /// <param name="at">Which; there may be gaps while they are read.</param>
    public static IReadOnlyList<OptionKey> OfCertificate(int at) =>
    [
        Certificate(at, "file", "certificate in PEM (the others of its chain behind it) or PFX", (c, v) => c with { File = v }, c => c.File),
        Certificate(at, "key", "key in PEM, if it is not in the file of the certificate", (c, v) => c with { Key = v }, c => c.Key ?? ""),
        Certificate(at, "password", "password of the key or the PFX", (c, v) => c with { Password = v }, c => c.Password is null ? "" : OptionKey.Hidden) with { IsSecret = true },
    ];

    private static OptionKey Limit(
        string name, int least, int most, string meaning, Func<LimitsOptions, int, LimitsOptions> set, Func<LimitsOptions, int> get) =>
        Limit(name, least, (long)most, meaning, (limits, number) => set(limits, (int)number), limits => get(limits));

    private static OptionKey Limit(
        string name, long least, long most, string meaning, Func<LimitsOptions, long, LimitsOptions> set, Func<LimitsOptions, long> get) =>
        OptionKey.InRange(
            $"limits:{name}",
            new NumberRange(least, most),
            meaning,
            (options, number) => options with { Limits = set(options.Limits, number) },
            options => get(options.Limits));

    private static OptionKey Time(
        string name, string meaning, Func<ConnectionOptions, TimeSpan, ConnectionOptions> set, Func<ConnectionOptions, TimeSpan> get) =>
        Time(
            $"connection:{name}",
            meaning,
            (options, time) => options with { Connection = set(options.Connection, time) },
            options => get(options.Connection));

    private static OptionKey Time(
        string name, string meaning, Func<ServerOptions, TimeSpan, ServerOptions> set, Func<ServerOptions, TimeSpan> get) =>
        OptionKey.InRange(name, new TimeRange(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)), $"time {meaning}", set, get);

    private static bool TryParseNetwork(string value, out IPNetwork network) =>
        IPNetwork.TryParse(IPAddress.TryParse(value, out var address) ? $"{value}/{address.GetAddressBytes().Length * 8}" : value, out network);

    private static OptionKey Certificate(
        int at, string name, string meaning, Func<CertificateOptions, string, CertificateOptions> set, Func<CertificateOptions, string> get) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"certificates:{at}:{name}"),
            "not empty",
            meaning,
            (options, value) => value.Length > 0 ? options with { Certificates = options.Certificates.Changed(at, one => set(one, value)) } : null,
            options => at < options.Certificates.Count ? get(options.Certificates[at]) : "");
}

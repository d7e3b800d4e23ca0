using WsBroker.Actors;
using WsBroker.Broker.Rates;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Gateway;
using WsBroker.Gateway.Compression;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Listening;
using WsBroker.Server.Auth;
using WsBroker.Server.Http;
using WsBroker.Server.Keys;
using WsBroker.Server.Metrics;
using WsBroker.Server.Options;
using WsBroker.Server.Stalls;
using WsBroker.Server.Webhooks;

namespace WsBroker.Server.Hosting;

/// <summary>A running broker: topics, gateway and HTTP server, put together.</summary>
/// <remarks>
/// <code>
/// ActorSystem
/// ├─ ClusterActor        goes on under another id if it fails
/// ├─ KeptSessionsActor   begins anew if it fails
/// ├─ TopicsActor         begins anew if it fails
/// │  └─ TopicActor × n   ends if it fails, and begins anew with the next message
/// └─ GatewayActor        a failure here ends the process
///    └─ ListenerActor × n
///       └─ ConnectionActor × n
/// </code>
/// </remarks>
public sealed class BrokerHost : IAsyncDisposable
{
    private static readonly TimeSpan _wheelTick = TimeSpan.FromMilliseconds(100);

    private readonly LocalActorSystem _system;
    private readonly WebApplication _web;
    private readonly ActorRef<GatewayMessage> _gateway;
    private readonly PromiseRef<GatewayEnd> _failed;
    private readonly DeadlineWheel<SessionMessage> _wheel;
    private readonly DeflateExtension _compression;
    private readonly Readiness _readiness;
    private readonly Doors _doors;
    private readonly MetricsCollector _metrics;
    private readonly ApiKeys _keys;
    private readonly Engine _engine;
    private readonly Authority _authority;
    private readonly ClusterNode _node;
    private readonly WebhookSet? _webhooks;
    private readonly Drain _drain;
    private readonly StallWatch _stalls;
    private ApiKeysReload? _reload;
    private WarmUp? _warmUp;
    private bool _isDrained;

    private BrokerHost(ServerOptions options, Engine engine, Doors doors, MetricsCollector metrics, ILoggerFactory loggers)
    {
        _engine = engine;
        _metrics = metrics;
        _doors = doors;
        _keys = new ApiKeys(options.ApiKeys);
        _system = new LocalActorSystem(new ActorSystemOptions
        {
            Logger = loggers.CreateLogger("WsBroker.Actors"),
            Meters = _metrics.Meters,
            DeadLetter = static (_, message) =>
            {
                TopicsActor.AnswerDeadLetter(message);
                ListenerActor.AnswerDeadLetter(message);
            },
        });
        _wheel = new DeadlineWheel<SessionMessage>(_system.Time, _wheelTick);
        _readiness = new Readiness(() => engine.IsReady || !options.ReadyOnlyWithEngine);
        _failed = new PromiseRef<GatewayEnd>();
        _drain = new Drain(options.Drain, _readiness);

        var identifiers = new RandomIdentifiers();
        _authority = new Authority(options, _system, metrics.Meters, loggers.CreateLogger("WsBroker.Auth"));
        _webhooks = WebhookSet.Create(options, metrics.Meters, _system.Time, loggers.CreateLogger("WsBroker.Webhooks"));
        _node = new ClusterNode(_system, options, engine, _authority, _webhooks, doors, () => _gateway!, _drain, identifiers, metrics.Meters);
        var endpoints = SpokenProtocols.Endpoints(options, _node.Description.Name);
        var api = new BackEndApi(_node, _keys, _drain, metrics, options);
        _web = BuildWeb(options, api, endpoints, loggers);
        var counts = new GatewayMetrics(metrics.Meters);
        counts.Observe(doors.Admissions);
        var queued = new QueuedTotal(options.Limits.MaxTotalQueuedBytes);
        counts.Observe(queued);
        _compression = new DeflateExtension(options.Compression, counts, SpokenProtocols.OlderCompression(options));
        var environment = Connections.Of(options, doors, _node.Sessions, endpoints, identifiers, _wheel, counts, loggers) with
        {
            Compression = _compression,
            Queued = queued,
        };
        _gateway = _system.Spawn(new Props<GatewayMessage>(() => new GatewayActor(doors.Acceptors, environment, _failed)));
        _stalls = new StallWatch(metrics.Meters, loggers.CreateLogger("WsBroker.Stalls"));
    }

    /// <summary>Where it listens, with the ports that it got.</summary>
    public IReadOnlyList<ListenAddress> Addresses => _doors.Addresses;

    /// <summary>Every method and path of HTTP that it has an answer for, besides the files of the page.</summary>
    internal IEnumerable<(string Method, string Path)> AllRoutes => Routes.Of(_web);

    /// <summary>Completes if the broker can't go on by its own mistake.</summary>
    public Task Failed => _failed.Kept;

    /// <summary>Completes when a back end has asked for <see cref="DrainAsync"/>.</summary>
    public Task DrainAsked => _drain.Asked;

    /// <summary>Completes when the broker has taken a turn, which takes milliseconds unless something is very wrong.</summary>
    public Task TakeTurnAsync()
    {
        var answer = new PromiseRef<GatewayMessage.Knock>();
        _gateway.Tell(new GatewayMessage.Knock(answer));
        return answer.Kept;
    }

    /// <summary>Listens and serves.</summary>
    /// <param name="options">How.</param>
    /// <param name="loggers">For what happens.</param>
    /// <param name="reread">Reads the options again, for what may change without a restart; null: nothing may.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="InvalidOptionsException">
    /// An address cannot be listened on, or a certificate, a key or the folder of the log cannot be used.
    /// </exception>
    public static async Task<BrokerHost> StartAsync(
        ServerOptions options, ILoggerFactory loggers, Func<ServerOptions>? reread = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Authority.Check(options);
        var metrics = new MetricsCollector();
        var host = await MakeAsync(options, metrics, loggers);
        try
        {
            host._warmUp = await WarmUp.StartAsync(cancellationToken);
            await host.BeginAsync(cancellationToken);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        if (reread is not null)
        {
            host._reload = new ApiKeysReload(host._keys, options.ApiKeys, reread, TimeProvider.System, loggers.CreateLogger("WsBroker.Keys"));
        }

        return host;
    }

    /// <summary>
    /// Lets nobody in any more, tells clients to leave in batches, closes them with 1012 when what they have asked for is done, and has HTTP
    /// requests answered that are under way. Takes as long as the options say and some seconds, if clients take that long.
    /// </summary>
    /// <param name="hurry">Cancelled when there is no time for batches and for what is under way.</param>
    public Task DrainAsync(CancellationToken hurry = default)
    {
        _isDrained = true;
        return _drain.RunAsync(_gateway, _web, hurry);
    }

    /// <summary>Drains, if that has not been done, and ends everything.</summary>
    public async ValueTask DisposeAsync()
    {
        _reload?.Dispose();
        await (_warmUp?.DisposeAsync() ?? ValueTask.CompletedTask);
        if (!_isDrained)
        {
            await DrainAsync();
        }

        await _web.DisposeAsync();
        await _node.LeaveAsync();
        await _system.DisposeAsync();
        await (_webhooks?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _engine.DisposeAsync();
        _doors.Dispose();
        _wheel.Dispose();
        _compression.Dispose();
        _authority.Dispose();
        _stalls.Dispose();
        _metrics.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _authority.FetchAsync().WaitAsync(cancellationToken);
        await _web.StartAsync(cancellationToken);
        _readiness.Begin();
    }

    private WebApplication BuildWeb(ServerOptions options, BackEndApi api, EndpointTable endpoints, ILoggerFactory loggers)
    {
        var requests = new WebSocketRequests(_doors.Requests, endpoints);
        var web = WebServer.Build(_doors, api, requests, _readiness, options, loggers);
        new MetricsPage(_metrics, options.Scrapers, options.OriginPolicy).Map(web);
        return web;
    }

    private static RateLimits? Limits(ServerOptions options, MetricsCollector metrics) =>
        options.Rates.AreLimited ? new RateLimits(options.Rates, TimeProvider.System, new RateMetrics(metrics.Meters)) : null;

    private static async Task<BrokerHost> MakeAsync(ServerOptions options, MetricsCollector metrics, ILoggerFactory loggers)
    {
        var engine = await Engine.OpenAsync(options, metrics.Meters, loggers);
        try
        {
            return new BrokerHost(options, engine, Doors.Listen(options, Limits(options, metrics), metrics.Meters, loggers), metrics, loggers);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }
}

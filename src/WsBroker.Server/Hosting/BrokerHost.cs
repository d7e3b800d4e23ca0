using System.Diagnostics.Metrics;
using System.Net;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Gateway;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Compression;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Listening;
using WsBroker.Server.Http;
using WsBroker.Server.Options;
using WsBroker.WebSockets.Messages;

namespace WsBroker.Server.Hosting;

/// <summary>A running broker: topics, gateway and HTTP server, put together.</summary>
/// <remarks>
/// <code>
/// ActorSystem
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
    private readonly TimeSpan _drainTimeout;

    private BrokerHost(ServerOptions options, IReadOnlyList<IAcceptor> acceptors, ILoggerFactory loggers)
    {
        _system = new LocalActorSystem(new ActorSystemOptions
        {
            Logger = loggers.CreateLogger("WsBroker.Actors"),
            DeadLetter = static (_, message) =>
            {
                TopicsActor.AnswerDeadLetter(message);
                ListenerActor.AnswerDeadLetter(message);
            },
        });
        _wheel = new DeadlineWheel<SessionMessage>(_system.Time, _wheelTick);
        _readiness = new Readiness();
        _failed = new PromiseRef<GatewayEnd>();
        _drainTimeout = options.Connection.CloseTimeout * 2;

        var identifiers = new RandomIdentifiers();
        var topics = _system.Spawn(TopicsActor.Props(new TopicOptions { Rules = new TopicRules(options.Topics) }, identifiers));
        var http = new HandedOverListener(options.Limits.Head, loggers);
        _web = WebServer.Build(http, new BrokerApi(topics, options.Limits), _readiness, options, loggers);
        var metrics = new GatewayMetrics(_web.Services.GetRequiredService<IMeterFactory>());
        _compression = new DeflateExtension(options.Compression, metrics);
        var environment = new ConnectionEnvironment
        {
            Topics = topics,
            Endpoints = SpokenProtocols.Endpoints(options),
            Dialects = SpokenProtocols.Dialects(options),
            Http = http,
            Origins = options.OriginPolicy,
            Proxies = options.TrustedProxies,
            HasProxyProtocol = options.ProxyProtocol,
            Admissions = new Admissions(options.Limits.Admission, _system.Time),
            Head = options.Limits.Head,
            Identifiers = identifiers,
            Wheel = _wheel,
            Logger = loggers.CreateLogger("WsBroker.Gateway"),
            Metrics = metrics,
            Compression = _compression,
            Connection = options.Connection with { MaxQueuedBytes = options.Limits.QueuedBytes },
            Message = new MessageLimits
            {
                MaxMessageBytes = options.Limits.MessageBytes,
                MaxFragments = options.Limits.Fragments,
            },
            Session = new Broker.Sessions.SessionOptions { MaxSubscriptions = options.Limits.Subscriptions },
        };
        EndPoints = [.. acceptors.Select(acceptor => (IPEndPoint)acceptor.EndPoint)];
        _gateway = _system.Spawn(new Props<GatewayMessage>(() => new GatewayActor(acceptors, environment, _failed)));
    }

    /// <summary>Where it listens, with the ports that it got.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; }

    /// <summary>Completes if the broker can't go on by its own mistake.</summary>
    public Task Failed => _failed.Kept;

    /// <summary>Listens and serves.</summary>
    /// <exception cref="InvalidOptionsException">An address cannot be listened on.</exception>
    public static async Task<BrokerHost> StartAsync(
        ServerOptions options, ILoggerFactory loggers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        await WarmUp.RunAsync(cancellationToken);
        var host = new BrokerHost(options, Listen(options), loggers);
        await host._web.StartAsync(cancellationToken);
        host._readiness.Begin();
        return host;
    }

    /// <summary>Closes all clients with 1012, gives them time to answer, and ends everything.</summary>
    public async ValueTask DisposeAsync()
    {
        _readiness.End();
        var drained = new PromiseRef<GatewayEnd>();
        _gateway.Tell(new GatewayMessage.Drain(EndReason.ServerStopping, drained));
        await Task.WhenAny(drained.Kept, Task.Delay(_drainTimeout));
        await _web.StopAsync();
        await _web.DisposeAsync();
        await _system.DisposeAsync();
        _wheel.Dispose();
        _compression.Dispose();
    }

    private static List<IAcceptor> Listen(ServerOptions options)
    {
        var acceptors = new List<IAcceptor>();
        foreach (var address in options.Listen)
        {
            try
            {
                acceptors.Add(Acceptors.Listen(address.EndPoint));
            }
            catch (System.Net.Sockets.SocketException wrong)
            {
                acceptors.ForEach(acceptor => acceptor.Close());
                throw new InvalidOptionsException($"Cannot listen on {address}: {wrong.Message}. Choose another with --listen.");
            }
        }

        return acceptors;
    }
}

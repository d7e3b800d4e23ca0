using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Actors;
using WsBroker.Broker;
using WsBroker.Broker.Access;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Rates;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Gateway;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Listening;
using WsBroker.Gateway.Peers;
using WsBroker.Protocols.Json;
using WsBroker.Protocols.Raw;
using WsBroker.Protocols.Sse;

namespace WsBroker.TestKit;

/// <summary>A whole broker on one thread: listener, connections and topics, without sockets and with a clock of its own.</summary>
public sealed class SimulatedBroker : IDisposable
{
#pragma warning disable CA2213 // Terminate ends it, as far as there is anything to end in a simulation
    private readonly LocalActorSystem _system;
#pragma warning restore CA2213
    private readonly GatewayMetrics _metrics = new();
    private readonly BrokerMetrics _counts = new();
    private readonly RateMetrics _refusals = new();
    private readonly RateLimits? _rates;
    private readonly ConnectionEnvironment _environment;
    private readonly ActorProbe<IReadOnlyList<TopicDescription>> _listings = new();

    /// <summary>Starts it; nobody is connected.</summary>
    public SimulatedBroker(SimulationOptions? options = null)
    {
        options ??= new SimulationOptions();
        Dispatcher = new SimulationDispatcher(options.Seed);
        _system = new LocalActorSystem(new ActorSystemOptions
        {
            Time = Dispatcher.Time,
            Dispatcher = Dispatcher,
            DeadLetter = static (_, message) =>
            {
                TopicsActor.AnswerDeadLetter(message);
                ListenerActor.AnswerDeadLetter(message);
            },
        });
        _rates = options.Rates.AreLimited ? new RateLimits(options.Rates, Dispatcher.Time, _refusals) : null;
        Admissions = new Admissions(options.Admission, Dispatcher.Time, _rates);
        var identifiers = new SeededIdentifiers(options.Seed);
        Wheel = new DeadlineWheel<SessionMessage>(Dispatcher.Time, TimeSpan.FromMilliseconds(250));
        Topics = _system.Spawn(TopicsActor.Props(options.Topic, identifiers, _counts));
        Tokens = new NamedTokens(Dispatcher.Time);
        Users = options.Access is null ? null : new Users(Tokens.Revocations);
        _environment = Environment(options, identifiers);
        Listener = _system.Spawn(new Props<ListenerMessage>(() => new ListenerActor(Acceptor, _environment)));
        Dispatcher.RunUntilIdle();
    }

    /// <summary>Runs the turns, and turns the clock.</summary>
    public SimulationDispatcher Dispatcher { get; }

    /// <summary>Who may come in.</summary>
    public Admissions Admissions { get; }

    /// <summary>The tokens that it takes, if it takes any.</summary>
    public NamedTokens Tokens { get; }

    /// <summary>Who is here as whom; null if nobody is asked.</summary>
    public Users? Users { get; }

    /// <summary>Where clients come in.</summary>
    public InMemoryAcceptor Acceptor { get; } = new();

    /// <summary>Who is offered what is no WebSocket.</summary>
    public RecordingHttp Http { get; } = new();

    /// <summary>The listener.</summary>
    public ActorRef<ListenerMessage> Listener { get; }

    /// <summary>Whether the listener has not ended.</summary>
    public bool HasListener
    {
        get
        {
            // A drained listener has nothing to say to this, and one that has ended is not there to hear it
            var before = _system.DeadLetters;
            Listener.Tell(new ListenerMessage.PauseOver());
            Dispatcher.RunUntilIdle();
            return _system.DeadLetters == before;
        }
    }

    /// <summary>The topics.</summary>
    public ActorRef<TopicsMessage> Topics { get; }

    /// <summary>The deadlines of connections.</summary>
    public DeadlineWheel<SessionMessage> Wheel { get; }

    /// <summary>Connects without a handshake.</summary>
    /// <param name="peer">Who the client is; null for somebody of whom nothing is known.</param>
    public SimulatedClient Connect(Peer? peer = null)
    {
        var client = new SimulatedClient(Dispatcher);
        client.Transport.Peer = peer ?? client.Transport.Peer;
        Acceptor.Connect(client.Transport);
        Dispatcher.RunUntilIdle();
        return client;
    }

    /// <summary>Connects a WebSocket at a path, with header lines of its own, as <c>Authorization: Bearer …</c>.</summary>
    public SimulatedClient Open(string path, params string[] headers)
    {
        var client = Connect();
        client.Write(SimulatedClient.Request(path, headers));
        return client;
    }

    /// <summary>Publishes a text as a back end does.</summary>
    public void PublishAsServer(string topic, string text)
    {
        _ = TopicName.TryParse(topic, out var name, out _);
        var content = new Content(PayloadKind.Text, Encoding.UTF8.GetBytes(text));
        Topics.Tell(new TopicMessage.Publish(name!, content, Participant.Server, new ActorProbe<SessionMessage>(), default));
        Dispatcher.RunUntilIdle();
    }

    /// <summary>Has a revocation take effect.</summary>
    /// <returns>How many sessions it has ended.</returns>
    public int? Revoke(Revocation revocation)
    {
        var ended = Users!.Revoke(revocation);
        Dispatcher.RunUntilIdle();
        return ended;
    }

    /// <summary>Starts a gateway beside the listener that is there.</summary>
    /// <param name="acceptors">Its doors.</param>
    public ActorRef<GatewayMessage> SpawnGateway(params IReadOnlyList<IAcceptor> acceptors)
    {
        var gateway = _system.Spawn(new Props<GatewayMessage>(() => new GatewayActor(acceptors, _environment, new ActorProbe<GatewayEnd>())));
        Dispatcher.RunUntilIdle();
        return gateway;
    }

    /// <summary>Has the listener tell all clients to leave, and end.</summary>
    /// <param name="clientsPerSecond">How many in a second.</param>
    public void Drain(int clientsPerSecond = 1_000_000)
    {
        var departures = new Departures(clientsPerSecond, clients: 0, TimeSpan.FromMinutes(1), Dispatcher.Time, _environment.Identifiers);
        Listener.Tell(new ListenerMessage.Drain(departures));
        Dispatcher.RunUntilIdle();
    }

    /// <summary>What goes on in all topics.</summary>
    public IReadOnlyList<TopicDescription> List()
    {
        _ = TopicFilter.TryParse("#", out var all, out _);
        Topics.Tell(new TopicsMessage.ListTopics(all!, _listings));
        Dispatcher.Advance(TimeSpan.FromSeconds(3));
        return _listings.TakeAll()[^1];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _system.Terminate();
        Dispatcher.RunUntilIdle();
        Wheel.Dispose();
        _metrics.Dispose();
        _counts.Dispose();
        _refusals.Dispose();
    }

    private ConnectionEnvironment Environment(SimulationOptions options, SeededIdentifiers identifiers) => new()
    {
        Sessions = new SessionEnvironment
        {
            Topics = Topics,
            Keeping = new SessionKeeping(_system.Spawn(KeptSessionsActor.Props(new KeptSessionOptions())), identifiers),
            Options = options.Session,
            Rules = options.Topic.Rules,
            Verifier = options.Access is null ? null : Tokens,
            Access = options.Access ?? new AccessOptions(),
            Users = Users,
            Revocations = options.Access is null ? null : Tokens.Revocations,
            Rates = _rates,
            Hooks = options.Hooks,
        },
        TakesTokenFromQuery = options.TakesTokenFromQuery,
        Endpoints = new EndpointTable([.. options.Endpoints, new JsonEndpoint(new JsonProtocolOptions()), new RawEndpoint(), new SseEndpoint(options.Session.MaxSubscriptions)]),
        Dialects = options.Dialects,
        Http = Http,
        Origins = options.Origins,
        Proxies = options.Proxies,
        HasProxyProtocol = options.HasProxyProtocol,
        Admissions = Admissions,
        Identifiers = identifiers,
        Wheel = Wheel,
        Logger = NullLogger.Instance,
        Metrics = _metrics,
        Connection = options.Connection,
        Queued = options.Queued,
        Message = options.Message,
    };
}

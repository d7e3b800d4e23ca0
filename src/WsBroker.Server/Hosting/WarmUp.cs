using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Actors;
using WsBroker.Broker;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Gateway;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Listening;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;
using WsBroker.Protocols.Json;
using WsBroker.Protocols.Raw;

namespace WsBroker.Server.Hosting;

/// <summary>Takes the data's way a few times before anybody else does, and goes on for a second, so that no client waits for the JIT compiler.</summary>
/// <remarks>
/// On a small broker beside the real one, on a port of its own on loopback: nothing of it is seen in topics, metrics or logs. The runtime
/// counts how often a method is called only when for 0.1 s none was called for the first time, so what happens at the start counts for nothing.
/// </remarks>
internal sealed class WarmUp : IAsyncDisposable
{
    private const int FirstRounds = 10;

    private const int Spells = 4;

    /// <summary>As often as it takes until methods count as hot, which is 30 calls.</summary>
    private const int RoundsInSpell = 40;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _late;
    private readonly LocalActorSystem _system = new(new ActorSystemOptions());
    private readonly GatewayMetrics _metrics = new();
    private readonly BrokerMetrics _counts = new();
    private readonly DeadlineWheel<SessionMessage> _wheel;
    private readonly IAcceptor _acceptor = Acceptors.Listen(new IPEndPoint(IPAddress.Loopback, port: 0));
    private Task _rest = Task.CompletedTask;

    private WarmUp(CancellationToken cancellationToken)
    {
        _late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _late.CancelAfter(_patience);
        _wheel = new DeadlineWheel<SessionMessage>(_system.Time, TimeSpan.FromSeconds(1));
        var identifiers = new RandomIdentifiers();
        var environment = new ConnectionEnvironment
        {
            Sessions = new SessionEnvironment { Topics = _system.Spawn(TopicsActor.Props(new TopicOptions(), identifiers, _counts)) },
            Endpoints = new EndpointTable(new RawEndpoint(), new JsonEndpoint(new JsonProtocolOptions())),
            Http = new NoHttp(),
            Origins = new OriginPolicy([]),
            Admissions = new Admissions(new AdmissionLimits(), _system.Time),
            Identifiers = identifiers,
            Wheel = _wheel,
            Logger = NullLogger.Instance,
            Metrics = _metrics,
        };
        var listeners = new PromiseRef<GatewayEnd>();
        _system.Spawn(new Props<GatewayMessage>(() => new GatewayActor([_acceptor], environment, listeners)));
    }

    /// <summary>A text frame of one character, masked with zeros.</summary>
    private static ReadOnlyMemory<byte> Message { get; } = new byte[] { 0x81, 0x81, 0, 0, 0, 0, (byte)'x' };

    private static ReadOnlyMemory<byte> Close { get; } = new byte[] { 0x88, 0x80, 0, 0, 0, 0 };

    /// <summary>Starts it, and comes back after the first rounds. A machine that can't do even this is left to show so with the real clients.</summary>
    public static async Task<WarmUp> StartAsync(CancellationToken cancellationToken)
    {
        var warmUp = new WarmUp(cancellationToken);
        await warmUp.RunAsync(FirstRounds);
        cancellationToken.ThrowIfCancellationRequested();
        warmUp._rest = warmUp.GoOnAsync();
        return warmUp;
    }

    /// <summary>Ends it, also amid it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _late.CancelAsync();
        await _rest;
        await _system.DisposeAsync();
        _wheel.Dispose();
        _counts.Dispose();
        _metrics.Dispose();
        _late.Dispose();
    }

    private async Task GoOnAsync()
    {
        for (var spell = 0; spell < Spells && !_late.IsCancellationRequested; spell++)
        {
            await Task.Delay(_pause, _late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await RunAsync(RoundsInSpell);
        }
    }

    private async Task RunAsync(int rounds)
    {
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                await ConverseAsync(_acceptor.EndPoint, _late.Token);
            }
        }
        catch (Exception failed) when (failed is SocketException or OperationCanceledException)
        {
            // It would have made the first clients faster; it is not what the server is for
        }
    }

    private static async Task ConverseAsync(EndPoint server, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var answer = new byte[4096];
        await socket.ConnectAsync(server, cancellationToken);
        await socket.SendAsync(Request(), cancellationToken);
        await socket.ReceiveAsync(answer, cancellationToken);
        await socket.SendAsync(Message, cancellationToken);
        await socket.ReceiveAsync(answer, cancellationToken);
        await socket.SendAsync(Close, cancellationToken);
        while (await socket.ReceiveAsync(answer, cancellationToken) > 0)
        {
            // Until the server has ended its side
        }
    }

    private static byte[] Request() =>
        """
        GET /topics/warm-up?echo=true HTTP/1.1
        Host: localhost
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==


        """.ReplaceLineEndings("\r\n").Select(character => (byte)character).ToArray();

    private sealed class NoHttp : IHttpFallback
    {
        public bool TryTake(ITransport transport, Peer peer, Seat seat, ReadOnlySpan<byte> received) => false;
    }
}

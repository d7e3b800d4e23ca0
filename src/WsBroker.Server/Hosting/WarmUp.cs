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

/// <summary>Takes the data's way a few times before anybody else does, so that no client waits for the JIT compiler.</summary>
/// <remarks>
/// On a small broker beside the real one, on a port of its own on loopback: nothing of it is seen in topics, metrics or logs.
/// </remarks>
internal static class WarmUp
{
    /// <summary>As often as it takes until methods count as hot.</summary>
    private const int Rounds = 40;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>A text frame of one character, masked with zeros.</summary>
    private static ReadOnlyMemory<byte> Message { get; } = new byte[] { 0x81, 0x81, 0, 0, 0, 0, (byte)'x' };

    private static ReadOnlyMemory<byte> Close { get; } = new byte[] { 0x88, 0x80, 0, 0, 0, 0 };

    /// <summary>Runs it. A machine that can't do even this is left to show so with the real clients.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var system = new LocalActorSystem(new ActorSystemOptions());
        using var metrics = new GatewayMetrics();
        using var counts = new BrokerMetrics();
        using var wheel = new DeadlineWheel<SessionMessage>(system.Time, TimeSpan.FromSeconds(1));
        var acceptor = Acceptors.Listen(new IPEndPoint(IPAddress.Loopback, port: 0));
        var identifiers = new RandomIdentifiers();
        var environment = new ConnectionEnvironment
        {
            Sessions = new SessionEnvironment { Topics = system.Spawn(TopicsActor.Props(new TopicOptions(), identifiers, counts)) },
            Endpoints = new EndpointTable(new RawEndpoint(), new JsonEndpoint(new JsonProtocolOptions())),
            Http = new NoHttp(),
            Origins = new OriginPolicy([]),
            Admissions = new Admissions(new AdmissionLimits(), system.Time),
            Identifiers = identifiers,
            Wheel = wheel,
            Logger = NullLogger.Instance,
            Metrics = metrics,
        };
        var listeners = new PromiseRef<GatewayEnd>();
        system.Spawn(new Props<GatewayMessage>(() => new GatewayActor([acceptor], environment, listeners)));

        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(_patience);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                await ConverseAsync(acceptor.EndPoint, late.Token);
            }
        }
        catch (Exception failed) when (failed is SocketException || (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested))
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

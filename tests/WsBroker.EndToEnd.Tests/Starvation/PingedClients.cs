using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Starvation;

/// <summary>Many raw clients that answer pings, from the moment on that they are told to, and wait for one message.</summary>
internal sealed class PingedClients : IDisposable
{
    /// <summary>The topic that they hear.</summary>
    public const string Topic = "idle";

    // An empty payload leaves nothing to mask
    private static readonly byte[] _pong = [0x8A, 0x80, 0, 0, 0, 0];

    private readonly TaskCompletionSource _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _pinged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Stream> _streams = [];
    private int _unpinged;
    private int _unanswered;

    private PingedClients(int count) => (_unpinged, _unanswered) = (count, count);

    /// <summary>How each ended: the message, or what the server closed it with.</summary>
    public Task<string[]> Ends { get; private set; } = Task.FromResult<string[]>([]);

    /// <summary>Completes when each has been pinged.</summary>
    public Task Pinged => _pinged.Task.WaitAsync(WebSocketPeer.Patience);

    /// <summary>Completes when each has answered.</summary>
    public Task Answered => _answered.Task.WaitAsync(WebSocketPeer.Patience);

    /// <summary>Connects so many, half of them over TLS.</summary>
    public static async Task<PingedClients> ConnectAsync(ServerProcess server, TestCertificate certificate, int count)
    {
        var clients = new PingedClients(count);
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        for (var at = 0; at < count; at++)
        {
            clients._streams.Add(at % 2 == 0
                ? await OpenAsync(server.Http, late.Token)
                : await SecureAsync(await OpenAsync(server.Https, late.Token), certificate, late.Token));
            await ShakeHandsAsync(clients._streams[^1], late.Token);
        }

        clients.Ends = Task.WhenAll(clients._streams.Select(clients.ListenAsync));
        return clients;
    }

    /// <summary>Has them answer, what they have been asked already and what they will be.</summary>
    public void Answer() => _mayAnswer.TrySetResult();

    /// <inheritdoc/>
    public void Dispose() => _streams.ForEach(static stream => stream.Dispose());

    private static async Task<Stream> OpenAsync(Uri server, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<Stream> SecureAsync(Stream stream, TestCertificate certificate, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = certificate.IsPresented }, cancellationToken);
        return secure;
    }

    private static async Task ShakeHandsAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(SimulatedClient.Request($"/topics/{Topic}?mode=sub"), cancellationToken);
        var answer = new List<byte>();
        var one = new byte[1];
        while (!answer.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            answer.Add(one[0]);
        }
    }

    private async Task<string> ListenAsync(Stream stream)
    {
        const int ping = 0x89;
        const int text = 0x81;
        var frame = new byte[128];
        var isFirst = true;
        while (true)
        {
            await stream.ReadExactlyAsync(frame.AsMemory(0, 2));
            var payload = frame.AsMemory(2, frame[1]);
            await stream.ReadExactlyAsync(payload);
            if (frame[0] is not ping)
            {
                return frame[0] is text ? Encoding.UTF8.GetString(payload.Span) : $"closed with {BinaryPrimitives.ReadUInt16BigEndian(payload.Span)}";
            }

            CountDown(ref _unpinged, isFirst, _pinged);
            await _mayAnswer.Task;
            await stream.WriteAsync(_pong);
            CountDown(ref _unanswered, isFirst, _answered);
            isFirst = false;
        }
    }

    private static void CountDown(ref int left, bool isFirst, TaskCompletionSource reached)
    {
        if (isFirst && Interlocked.Decrement(ref left) == 0)
        {
            reached.TrySetResult();
        }
    }
}

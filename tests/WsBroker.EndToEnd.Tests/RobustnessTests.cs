using System.Net.Sockets;
using System.Net.WebSockets;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.EndToEnd.Tests.FanOut;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>What one client does wrong, or does not do at all, another one on the same topic does not notice.</summary>
public sealed class RobustnessTests
{
    private const int Rounds = 50;

    // A reserved bit, an opcode that is none, no mask, a length past all bounds
    private static readonly byte[][] _badFrames =
    [
        [0xC1, 0x80, 0, 0, 0, 0],
        [0x83, 0x80, 0, 0, 0, 0],
        [0x81, 0x00],
        [0x82, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0],
    ];

    [Fact]
    public Task Bad_frames_are_noticed_by_their_sender_only() =>
        UnnoticedAsync(async (socket, cancellationToken) =>
        {
            foreach (var bad in _badFrames)
            {
                await socket.SendAsync(bad, cancellationToken);
            }
        });

    [Fact]
    public Task Resets_in_the_middle_of_a_frame_are_not_noticed_by_others() =>
        UnnoticedAsync(async (socket, cancellationToken) =>
        {
            await socket.SendAsync(new byte[] { 0x82, 0xFE, 0x10, 0x00, 0, 0, 0, 0, 1, 2, 3 }, cancellationToken);
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Dispose();
        });

    [Fact]
    public async Task A_subscriber_that_never_reads_is_let_go_and_not_noticed_by_others()
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        await using var server = await ServerProcess.StartAsync("--set", "limits:queuedBytes=65536");
        using var stuck = await RawConnection.OpenAsync(server.Http, "/topics/robust?mode=sub", timeout.Token);
        using var healthy = await WebSocketPeer.RawAsync(server.Ws, "robust", "?echo=true");

        // 32 MiB, far more than the socket's buffers and the queue hold
        for (var i = 0; i < 512; i++)
        {
            await ExchangeAsync(healthy, new byte[64 * 1024]);
        }

        var received = await ReadToEndAsync(stuck, timeout.Token);
        Assert.InRange(received, 1, 511L * 64 * 1024);
    }

    private static async Task UnnoticedAsync(Func<Socket, CancellationToken, Task> misbehave)
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        await using var server = await ServerProcess.StartAsync();
        using var healthy = await WebSocketPeer.RawAsync(server.Ws, "robust", "?echo=true");

        for (var i = 0; i < Rounds; i++)
        {
            using var hostile = await RawConnection.OpenAsync(server.Http, "/topics/robust", timeout.Token);
            await misbehave(hostile, timeout.Token);
            await ExchangeAsync(healthy, [(byte)i]);
        }

        await healthy.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, healthy.CloseStatus);
    }

    private static async Task ExchangeAsync(WebSocketPeer healthy, byte[] message)
    {
        await healthy.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true);
        var (kind, bytes) = await healthy.ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Binary, kind);
        Assert.Equal(message, bytes);
    }

    private static async Task<long> ReadToEndAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var received = 0L;
        try
        {
            while (await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken) is > 0 and var length)
            {
                received += length;
            }
        }
        catch (SocketException)
        {
            // A reset is an end too
        }

        return received;
    }
}

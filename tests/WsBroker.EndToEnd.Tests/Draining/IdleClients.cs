using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.EndToEnd.Tests.FanOut;

namespace WsBroker.EndToEnd.Tests.Draining;

/// <summary>Many raw clients that only wait for what the server does with them.</summary>
internal sealed class IdleClients : IDisposable
{
    private readonly List<Socket> _sockets = [];

    private IdleClients()
    {
    }

    /// <summary>Connects so many.</summary>
    public static async Task<IdleClients> ConnectAsync(Uri server, int count)
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        var clients = new IdleClients();
        for (var at = 0; at < count; at++)
        {
            clients._sockets.Add(await RawConnection.OpenAsync(server, "/topics/idle?mode=sub", timeout.Token));
        }

        return clients;
    }

    /// <summary>Waits until all have been closed, and lets the server see that they have understood.</summary>
    /// <returns>With which code, and when.</returns>
    public Task<(int Code, long At)[]> ClosedAsync() => Task.WhenAll(_sockets.Select(static socket => ClosedAsync(socket)));

    /// <inheritdoc/>
    public void Dispose() => _sockets.ForEach(static socket => socket.Dispose());

    private static async Task<(int Code, long At)> ClosedAsync(Socket socket)
    {
        using var timeout = new CancellationTokenSource(2 * WebSocketPeer.Patience);
        var frame = new byte[128];
        var length = await socket.ReceiveAsync(frame, timeout.Token);
        var at = Stopwatch.GetTimestamp();
        socket.Dispose();
        return (length > 4 && frame[0] == 0x88 ? BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(2)) : 0, at);
    }
}

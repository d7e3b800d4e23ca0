using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WsBroker.EndToEnd.Tests.FanOut;

/// <summary>A raw WebSocket at the lowest cost: a socket that has shaken hands.</summary>
internal static class RawConnection
{
    /// <summary>Connects to a topic and reads the answer's head, and not a byte more.</summary>
    /// <param name="server">The broker's address.</param>
    /// <param name="target">The path and query.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="prepare">What is done to the socket before it connects, if anything.</param>
    public static async Task<Socket> OpenAsync(Uri server, string target, CancellationToken cancellationToken, Action<Socket>? prepare = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            prepare?.Invoke(socket);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), cancellationToken);
            var request =
                $"GET {target} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
            await ReadHeadAsync(socket, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task ReadHeadAsync(Socket socket, CancellationToken cancellationToken)
    {
        // Looked at first, so that frames behind the head stay in the socket
        var head = new byte[512];
        while (true)
        {
            var length = await socket.ReceiveAsync(head, SocketFlags.Peek, cancellationToken);
            var end = head.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                await socket.ReceiveAsync(head.AsMemory(0, end + 4), SocketFlags.None, cancellationToken);
                Assert.StartsWith("HTTP/1.1 101 ", Encoding.ASCII.GetString(head, 0, end), StringComparison.Ordinal);
                return;
            }

            Assert.True(length > 0, "the connection ended inside the answer");
        }
    }
}

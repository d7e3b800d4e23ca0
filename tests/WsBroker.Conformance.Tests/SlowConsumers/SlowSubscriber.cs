using System.Net;
using System.Net.Sockets;
using System.Text;
using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.SlowConsumers;

/// <summary>A subscriber without an envelope that reads only when it is told to, with hardly a buffer of its own.</summary>
internal sealed class SlowSubscriber : IDisposable
{
    // Linux doubles it, and takes no less than some 2 KiB
    private const int ReceiveBuffer = 2048;

    private readonly Socket _socket;

    private SlowSubscriber(Socket socket) => _socket = socket;

    /// <summary>Subscribes, and has read nothing but the answer to that.</summary>
    /// <param name="server">The broker.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="receiveBuffer">What the kernel may keep for it, in bytes; null to leave it to the kernel.</param>
    public static async Task<SlowSubscriber> OpenAsync(Uri server, string topic, int? receiveBuffer = ReceiveBuffer)
    {
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var subscriber = new SlowSubscriber(socket);
        try
        {
            socket.ReceiveBufferSize = receiveBuffer ?? socket.ReceiveBufferSize;
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), timeout.Token);
            await socket.SendAsync(RequestText.Upgrade($"/topics/{topic}?mode=sub").ToBytes(), timeout.Token);
            var head = new StringBuilder();
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                head.Append((char)await subscriber.ReadByteAsync(timeout.Token));
            }

            Assert.StartsWith("HTTP/1.1 101 ", head.ToString(), StringComparison.Ordinal);
            return subscriber;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads one byte.</summary>
    /// <returns>The byte, or -1 if the server has ended the connection.</returns>
    public async Task<int> ReadByteAsync(CancellationToken cancellationToken)
    {
        var one = new byte[1];
        try
        {
            return await _socket.ReceiveAsync(one, cancellationToken) == 1 ? one[0] : -1;
        }
        catch (SocketException)
        {
            // A reset is an end too
            return -1;
        }
    }

    /// <summary>Reads so many bytes, which must come.</summary>
    public async Task ReadAsync(int count)
    {
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        var buffer = new byte[16 * 1024];
        while (count > 0)
        {
            var length = await _socket.ReceiveAsync(buffer.AsMemory(0, Math.Min(count, buffer.Length)), timeout.Token);
            Assert.NotEqual(0, length);
            count -= length;
        }
    }

    /// <summary>Reads until the server has ended the connection.</summary>
    /// <returns>How many bytes came.</returns>
    public async Task<long> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var total = 0L;
        try
        {
            while (await _socket.ReceiveAsync(buffer, cancellationToken) is > 0 and var length)
            {
                total += length;
            }
        }
        catch (SocketException)
        {
            // A reset is an end too
        }

        return total;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}

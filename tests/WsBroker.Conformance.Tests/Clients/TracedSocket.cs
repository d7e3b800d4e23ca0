using System.Net;
using System.Net.Sockets;

namespace WsBroker.Conformance.Tests.Clients;

/// <summary>A TCP connection that remembers the last of what went over it, and never waits for ever.</summary>
/// <remarks>One reader and one writer may use it at a time.</remarks>
internal sealed class TracedSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly WireTrace _trace = new();
    private byte[] _received = new byte[16 * 1024];
    private int _start;
    private int _end;

    private TracedSocket(Socket socket) => _socket = socket;

    /// <summary>What has been received and not taken.</summary>
    public ReadOnlySpan<byte> Unread => _received.AsSpan(_start, _end - _start);

    /// <summary>Whether the kernel holds bytes that were not received yet.</summary>
    public bool HasMore => _socket.Available > 0;

    /// <summary>Connects.</summary>
    /// <param name="server">The broker's address.</param>
    /// <param name="receiveBuffer">What the kernel may keep for us, in bytes; null to leave it to the kernel.</param>
    /// <param name="from">The address of this machine to connect from; null to leave it to the kernel.</param>
    public static async Task<TracedSocket> ConnectAsync(Uri server, int? receiveBuffer, IPAddress? from = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null)
            {
                socket.Bind(new IPEndPoint(from, 0));
            }

            if (receiveBuffer is { } bytes)
            {
                socket.ReceiveBufferSize = bytes;
            }

            using var timeout = new CancellationTokenSource(StrictClient.Patience);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(server.Host), server.Port), timeout.Token);
            return new TracedSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes bytes from the front of <see cref="Unread"/>.</summary>
    public void Take(int count) => _start += count;

    /// <summary>Writes these bytes, in one go as far as the socket takes them.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        _trace.Sent(bytes.Span);
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, timeout.Token)..];
            }
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException)
        {
            throw Fault($"{bytes.Length} bytes could not be written", broken);
        }
    }

    /// <summary>Receives at least one more byte.</summary>
    /// <param name="awaited">What it should be, for the message of a failure.</param>
    /// <returns>False if the server has ended the connection in order.</returns>
    /// <exception cref="WireFaultException">The connection broke, or nothing came in time.</exception>
    public async Task<bool> FillAsync(string awaited)
    {
        MakeRoom();
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        try
        {
            var count = await _socket.ReceiveAsync(_received.AsMemory(_end), SocketFlags.None, timeout.Token);
            _trace.Received(_received.AsSpan(_end, count));
            _end += count;
            return count > 0;
        }
        catch (SocketException broken)
        {
            throw Fault($"the connection broke ({broken.SocketErrorCode}) where {awaited} was awaited", broken);
        }
        catch (OperationCanceledException late)
        {
            throw Fault($"{awaited} did not come within {StrictClient.Patience}", late);
        }
    }

    /// <summary>Ends our side and goes on reading.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection with a RST.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>What went wrong, with the trace.</summary>
    public WireFaultException Fault(string what, Exception? cause = null) =>
        new($"{what}\n  the last of what went over the wire:\n{_trace}", cause);

    private void MakeRoom()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }

        if (_end < _received.Length)
        {
            return;
        }

        var room = _end - _start > _received.Length / 2 ? new byte[_received.Length * 2] : _received;
        Unread.CopyTo(room);
        (_received, _start, _end) = (room, 0, _end - _start);
    }
}

using System.Net.Sockets;

namespace WsBroker.EndToEnd.Tests.FanOut;

/// <summary>Reads numbered frames until it has enough: no buffer of its own, no thread of its own.</summary>
internal sealed class NumberSubscriber : IDisposable
{
    private const int BufferLength = 256 * 1024;

    [ThreadStatic]
    private static byte[]? _buffer;

    private readonly Socket _socket;

    private NumberSubscriber(Socket socket) => _socket = socket;

    /// <summary>What has come so far.</summary>
    public NumberCheck Check { get; } = new();

    /// <summary>Subscribes.</summary>
    public static async Task<NumberSubscriber> ConnectAsync(Uri server, string topic, CancellationToken cancellationToken)
    {
        var socket = await RawConnection.OpenAsync(server, $"/topics/{topic}?mode=sub", cancellationToken);
        socket.Blocking = false;
        return new NumberSubscriber(socket);
    }

    /// <summary>Reads until so many frames have come.</summary>
    /// <param name="count">How many.</param>
    /// <param name="progressed">Called with the count before and after each read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">The frames are not one after the other, or the connection has ended.</exception>
    public async Task ReadAsync(long count, Action<long, long> progressed, CancellationToken cancellationToken)
    {
        while (Check.Count < count)
        {
            // Waits for bytes without lending a buffer; then takes all that is there, in one turn of this thread
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, cancellationToken);
            TakeAll(progressed);
        }
    }

    /// <summary>Leaves with a reset instead of an orderly end.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void TakeAll(Action<long, long> progressed)
    {
        var buffer = _buffer ??= new byte[BufferLength];
        int length;
        do
        {
            length = _socket.Receive(buffer, SocketFlags.None, out var error);
            if (error is SocketError.WouldBlock)
            {
                return;
            }

            if (error is not SocketError.Success || length == 0)
            {
                throw new InvalidDataException($"the connection ended ({error}) after {Check.Count} messages");
            }

            var before = Check.Count;
            Check.Take(buffer.AsSpan(0, length));
            progressed(before, Check.Count);
        }
        while (length == buffer.Length);
    }
}

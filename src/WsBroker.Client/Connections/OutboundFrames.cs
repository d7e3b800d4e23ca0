using System.Buffers;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Extensions;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Client.Connections;

/// <summary>The frames that wait to be written, masked; all that wait go out in one write.</summary>
/// <remarks>
/// Thread-safe. What waits is bounded by who sends: few requests are open at a time, and pongs give way.
/// </remarks>
/// <param name="compresses">Whether messages may be compressed, each by itself.</param>
internal sealed class OutboundFrames(bool compresses) : IDisposable
{
    /// <summary>Shorter messages are not compressed, in bytes: they would hardly get smaller.</summary>
    private const int CompressionThreshold = 256;

    // The fast half of zlib's levels: a client has better things to do
    private static readonly MessageDeflater _deflater = new(level: 3, DeflateParameters.MaxWindowBits);

    /// <summary>With more bytes waiting, pings are not answered: the next ones are (RFC 6455 §5.5.3).</summary>
    private const int MaxBytesBeforePong = 64 * 1024;

    /// <summary>A buffer that grew beyond is not kept, in bytes.</summary>
    private const int MaxKeptBytes = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly MaskingKeys _keys = new();
    private readonly SemaphoreSlim _filled = new(0);
    private ArrayBufferWriter<byte> _filling = new();
    private ArrayBufferWriter<byte> _writing = new();
    private bool _closed;

    /// <summary>Adds a text message. Behind a close frame nothing is added.</summary>
    public void AddText(ReadOnlySpan<byte> message)
    {
        if (!compresses || message.Length < CompressionThreshold)
        {
            Add(Opcode.Text, message);
            return;
        }

        var room = ArrayPool<byte>.Shared.Rent(Deflater.RoomFor(message.Length));
        var isSmaller = _deflater.TryDeflate(message, room, out var length);
        Add(Opcode.Text, isSmaller ? room.AsSpan(0, length) : message, isSmaller);
        ArrayPool<byte>.Shared.Return(room);
    }

    /// <summary>Adds a ping without payload.</summary>
    public void AddPing() => Add(Opcode.Ping, []);

    /// <summary>Adds the answer to a ping, unless much is waiting.</summary>
    public void AddPong(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_filling.WrittenCount <= MaxBytesBeforePong)
            {
                Add(Opcode.Pong, payload);
            }
        }
    }

    /// <summary>Adds a close frame, the last frame; nothing happens if there is one already.</summary>
    public void AddClose(CloseCode code)
    {
        Span<byte> payload = stackalloc byte[FrameReader.MaxControlPayload];
        var length = CloseFrameWriter.WritePayload(payload, code, reason: []);
        lock (_gate)
        {
            Add(Opcode.Close, payload[..length]);
            _closed = true;
        }
    }

    /// <summary>Writes what is added, until the close frame is written.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        for (var last = false; !last;)
        {
            await _filled.WaitAsync(cancellationToken);
            last = Swap();
            if (_writing.WrittenCount > 0)
            {
                await stream.WriteAsync(_writing.WrittenMemory, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _filled.Dispose();

    private void Add(Opcode opcode, ReadOnlySpan<byte> payload, bool isCompressed = false)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            var wasEmpty = _filling.WrittenCount == 0;
            FrameWriter.WriteMasked(_filling, opcode, payload, _keys.Next(), rsv1: isCompressed);
            if (wasEmpty)
            {
                _filled.Release();
            }
        }
    }

    private bool Swap()
    {
        _writing.ResetWrittenCount();
        if (_writing.Capacity > MaxKeptBytes)
        {
            _writing = new ArrayBufferWriter<byte>();
        }

        lock (_gate)
        {
            (_writing, _filling) = (_filling, _writing);
            return _closed;
        }
    }
}

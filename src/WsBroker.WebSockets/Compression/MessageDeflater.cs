namespace WsBroker.WebSockets.Compression;

/// <summary>Deflates messages each by itself, for anybody who agreed on the window. Thread-safe.</summary>
/// <remarks>Keeps as many deflaters as there are processors at most.</remarks>
/// <param name="level">1 (fast) to 9 (small).</param>
/// <param name="windowBits">The largest distance of a reference, as a power of two: 8 to 15.</param>
public sealed class MessageDeflater(int level, int windowBits) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<Deflater> _idle = new();
    private bool _isDisposed;

    /// <summary>As <see cref="Deflater.TryDeflate"/>.</summary>
    public bool TryDeflate(ReadOnlySpan<byte> message, Span<byte> room, out int length)
    {
        Deflater? deflater = Rent();
        try
        {
            var isSmaller = deflater.TryDeflate(message, room, out length);
            Return(ref deflater);
            return isSmaller;
        }
        finally
        {
            // Still here if it failed amid a message: nobody else may get to see the rest
            deflater?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            while (_idle.TryPop(out var deflater))
            {
                deflater.Dispose();
            }
        }
    }

    private Deflater Rent()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out var deflater))
            {
                return deflater;
            }
        }

        return new Deflater(level, windowBits, keepsContext: false);
    }

    private void Return(ref Deflater? deflater)
    {
        lock (_gate)
        {
            if (!_isDisposed && _idle.Count < Environment.ProcessorCount)
            {
                _idle.Push(deflater!);
                deflater = null;
            }
        }
    }
}

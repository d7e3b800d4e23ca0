using System.Collections.Concurrent;

namespace WsBroker.Gateway.Connections;

/// <summary>
/// The bytes that wait for all clients of a node which do not keep up. When they are too many, the connections with the most are closed.
/// </summary>
/// <remarks>
/// Thread-safe. Bytes that wait for several clients are counted for each, though they are in memory once: the total is the most that
/// it can be, and who keeps up is in no case counted.
/// </remarks>
/// <param name="maxBytes">How many may wait.</param>
public sealed class QueuedTotal(long maxBytes)
{
    private readonly ConcurrentDictionary<QueuedShare, byte> _shares = new();
    private readonly Lock _shedding = new();
    private long _bytes;

    /// <summary>How many bytes wait.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    // So much is left that the next one does not come at once
    private long Enough => maxBytes - (maxBytes / 8);

    internal void Enter(QueuedShare share) => _shares.TryAdd(share, default);

    internal void Leave(QueuedShare share) => _shares.TryRemove(share, out _);

    internal void Add(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) > maxBytes && bytes > 0)
        {
            ShedLargest();
        }
    }

    private void ShedLargest()
    {
        // Whoever is here already does it for all
        if (!_shedding.TryEnter())
        {
            return;
        }

        try
        {
            foreach (var share in _shares.Keys.OrderByDescending(static share => share.Bytes).TakeWhile(_ => Bytes > Enough))
            {
                share.Shed();
            }
        }
        finally
        {
            _shedding.Exit();
        }
    }
}

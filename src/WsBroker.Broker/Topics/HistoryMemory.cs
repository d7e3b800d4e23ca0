namespace WsBroker.Broker.Topics;

/// <summary>How much the histories of all topics of a node hold, and how much they may.</summary>
/// <remarks>
/// While they hold too much, each topic that takes a publication keeps no more than its share; one that takes none keeps what it has, until
/// that has reached its age. So together they hold less than twice the bound. Thread-safe.
/// </remarks>
/// <param name="maxBytes">How much they may hold, in bytes of payload and envelope. 1 or more.</param>
public sealed class HistoryMemory(long maxBytes)
{
    private long _bytes;
    private int _histories;

    /// <summary>How much they hold, in bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether that is too much.</summary>
    internal bool IsShort => Bytes > maxBytes;

    /// <summary>What is each one's if all have the same, and a little is left.</summary>
    internal long Share => maxBytes / 4 * 3 / Math.Max(1, Volatile.Read(ref _histories));

    /// <summary>Notes that a history holds more, or less, than before.</summary>
    /// <param name="before">Bytes that it held.</param>
    /// <param name="now">Bytes that it holds.</param>
    internal void Note(long before, long now)
    {
        Interlocked.Add(ref _bytes, now - before);
        if (before == 0 || now == 0)
        {
            Interlocked.Add(ref _histories, before == 0 ? 1 : -1);
        }
    }
}

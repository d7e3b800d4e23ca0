namespace WsBroker.Broker.Engines;

/// <summary>Bounds what is on its way from a shared log to those who take it, as nobody holds other nodes' publishers back for them.</summary>
/// <remarks>Thread-safe. What is left out is found as what was lost on the way is, and read at the pace of who takes it.</remarks>
/// <param name="maxBytes">The most bytes; one message may be larger.</param>
public sealed class Inflow(long maxBytes)
{
    // What a message costs besides its bytes, about
    private const long Envelope = 512;

    private long _bytes;
    private int _hasLeftOut;

    /// <summary>Counts a message that is to be told.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <returns>False if so much is on its way that it is to be left out.</returns>
    public bool TryEnter(long bytes)
    {
        var cost = bytes + Envelope;
        if (Interlocked.Add(ref _bytes, cost) <= Math.Max(maxBytes, cost))
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -cost);
        Volatile.Write(ref _hasLeftOut, 1);
        return false;
    }

    /// <summary>The message was taken.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <returns>Whether something has been left out since this was last said.</returns>
    public bool Leave(long bytes)
    {
        Interlocked.Add(ref _bytes, -(bytes + Envelope));
        return Volatile.Read(ref _hasLeftOut) == 1 && Interlocked.Exchange(ref _hasLeftOut, 0) == 1;
    }
}

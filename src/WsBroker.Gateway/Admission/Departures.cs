using WsBroker.Broker;

namespace WsBroker.Gateway.Admission;

/// <summary>Says how many of a node's clients may be told to leave by now, and when each should come back, elsewhere perhaps.</summary>
/// <remarks>
/// They leave at the pace that was asked for, or faster if they would not be gone in time; then they are asked to come back later, so that the
/// nodes that take them in see the same pace. Thread-safe: all listeners of a node share the pace.
/// </remarks>
/// <param name="clientsPerSecond">The pace.</param>
/// <param name="clients">How many there are, roughly.</param>
/// <param name="within">The time in which all are to be told.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Spreads those who are told at the same moment.</param>
public sealed class Departures(int clientsPerSecond, int clients, TimeSpan within, TimeProvider time, IIdentifierSource random)
{
    /// <summary>The pause between two batches, on average; the first one is as large as if a pause were over.</summary>
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly long _begun = time.GetTimestamp();
    private readonly double _perSecond = Math.Max(clientsPerSecond, clients / within.TotalSeconds);
    private int _told;

    /// <summary>Takes leave for one more client, if it is time.</summary>
    /// <param name="comeBackAfter">When the client should connect again.</param>
    public bool TryTake(out TimeSpan comeBackAfter)
    {
        lock (_gate)
        {
            var isTime = _told < Math.Max(1, (time.GetElapsedTime(_begun) + _interval).TotalSeconds * _perSecond);
            comeBackAfter = isTime ? Count() : default;
            return isTime;
        }
    }

    /// <summary>Takes leave for one more client, whether it is time or not.</summary>
    /// <returns>When the client should connect again.</returns>
    public TimeSpan Take()
    {
        lock (_gate)
        {
            return Count();
        }
    }

    /// <summary>When to ask again, once there was no more leave: half an interval to one and a half.</summary>
    public TimeSpan UntilNext() => (_interval / 2) + Part(_interval);

    /// <summary>The turn of each client comes at the pace that was asked for, whenever it is told.</summary>
    private TimeSpan Count()
    {
        var turn = TimeSpan.FromSeconds((double)_told++ / clientsPerSecond) - time.GetElapsedTime(_begun);
        return (turn > TimeSpan.Zero ? turn : TimeSpan.Zero) + Part(_interval);
    }

    private TimeSpan Part(TimeSpan all) => TimeSpan.FromMilliseconds(random.NextNumber() % (ulong)all.TotalMilliseconds);
}

namespace WsBroker.Gateway.Admission;

/// <summary>Lets through so many a second in the long run, and as many at once after a quiet second.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="perSecond">How many; 0 for no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class HandshakeRate(int perSecond, TimeProvider time)
{
    private double _available = perSecond;
    private long _last = time.GetTimestamp();

    /// <summary>Takes one, if there is one.</summary>
    public bool TryTake()
    {
        if (perSecond == 0)
        {
            return true;
        }

        var now = time.GetTimestamp();
        _available = Math.Min(perSecond, _available + (time.GetElapsedTime(_last, now).TotalSeconds * perSecond));
        _last = now;
        var isThere = _available >= 1;
        _available -= isThere ? 1 : 0;
        return isThere;
    }
}

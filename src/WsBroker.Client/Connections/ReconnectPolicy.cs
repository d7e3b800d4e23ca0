namespace WsBroker.Client.Connections;

/// <summary>How long to wait before each further try: full jitter under a bound that doubles.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class ReconnectPolicy(ReconnectOptions options)
{
    // 2^40 times the shortest tick is beyond any MaxDelay
    private const int MaxDoublings = 40;

    private int _tries;

    /// <summary>The wait before the next try.</summary>
    /// <param name="atLeast">What the server asked for; zero if it did not.</param>
    public TimeSpan Next(TimeSpan atLeast)
    {
        var doubled = options.FirstDelay.Ticks * Math.Pow(2, Math.Min(_tries, MaxDoublings));
        var bound = Math.Min(options.MaxDelay.Ticks, doubled);
        _tries++;
        return atLeast + TimeSpan.FromTicks((long)(bound * options.Jitter()));
    }

    /// <summary>A connection has lasted: the bound begins anew.</summary>
    public void Reset() => _tries = 0;
}

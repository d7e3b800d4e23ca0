namespace WsBroker.Broker.Rates;

/// <summary>What may still come from each of those that share a scope: all users, or all addresses.</summary>
/// <remarks>
/// Thread-safe: one lock, held for a few additions. Remembered are only those who have not been quiet for as long as a burst: the others are
/// let go whenever there are twice as many as after the last time, so that who comes from many addresses costs what its last seconds did.
/// </remarks>
/// <typeparam name="TKey">Tells them apart.</typeparam>
/// <param name="scope">Which scope it is.</param>
/// <param name="rates">How much each may bring in a second.</param>
/// <param name="limits">What else holds, and where refusals are counted.</param>
public sealed class RateTable<TKey>(RateScope scope, ScopeRates rates, RateLimits limits)
    where TKey : notnull
{
    private const int FewestLookedAt = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Allowances> _all = [];
    private int _lookAt = FewestLookedAt;

    /// <summary>How many are remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>Takes some of a kind, if it may come now.</summary>
    /// <param name="key">Who it comes from.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="amount">How much.</param>
    /// <returns>Zero if it was taken or is not limited; otherwise nothing was, and so long it takes until it may come.</returns>
    public TimeSpan Take(TKey key, RateKind kind, int amount = 1)
    {
        if (rates.Of(kind) == 0)
        {
            return TimeSpan.Zero;
        }

        TimeSpan wait;
        lock (_gate)
        {
            wait = Find(key).Take(kind, amount);
        }

        return limits.Note(scope, kind, wait);
    }

    /// <summary>Gives back what was taken and did not come after all.</summary>
    internal void GiveBack(TKey key, RateKind kind, int amount)
    {
        lock (_gate)
        {
            _all.GetValueOrDefault(key)?.GiveBack(kind, amount);
        }
    }

    private Allowances Find(TKey key)
    {
        if (_all.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_all.Count >= _lookAt)
        {
            foreach (var (quiet, _) in _all.Where(static one => one.Value.AreFull))
            {
                _all.Remove(quiet);
            }

            _lookAt = Math.Max(FewestLookedAt, _all.Count * 2);
        }

        return _all[key] = limits.NewAllowances(rates);
    }
}

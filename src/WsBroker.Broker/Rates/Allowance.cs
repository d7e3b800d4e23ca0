namespace WsBroker.Broker.Rates;

/// <summary>What may still come of one kind: it fills by the second up to a burst, and everything that comes takes of it.</summary>
/// <remarks>
/// A token bucket that counts what is missing, so that the default is a full one. What is larger than the burst may come when it is full,
/// and is waited for afterwards: in the long run the rate holds, and nothing is too large for ever. Not thread-safe.
/// </remarks>
internal struct Allowance
{
    private double _missing;
    private TimeSpan _last;

    /// <summary>Takes some, if it may come now.</summary>
    /// <param name="amount">How much.</param>
    /// <param name="perSecond">How fast it fills.</param>
    /// <param name="burst">How much there is when it is full.</param>
    /// <param name="now">The time since some beginning.</param>
    /// <returns>Zero if it was taken; otherwise nothing was, and so long it takes until it may come.</returns>
    public TimeSpan Take(int amount, double perSecond, double burst, TimeSpan now)
    {
        Fill(perSecond, now);
        var tooMuch = _missing + Math.Min(amount, burst) - burst;
        if (tooMuch > 0)
        {
            return TimeSpan.FromSeconds(tooMuch / perSecond) + TimeSpan.FromTicks(1);
        }

        _missing += amount;
        return TimeSpan.Zero;
    }

    /// <summary>Gives back what was taken and did not come after all.</summary>
    public void GiveBack(int amount) => _missing = Math.Max(0, _missing - amount);

    /// <summary>Whether it is full, as if nothing had ever been taken.</summary>
    public bool IsFull(double perSecond, TimeSpan now)
    {
        Fill(perSecond, now);
        return _missing <= 0;
    }

    private void Fill(double perSecond, TimeSpan now)
    {
        _missing = Math.Max(0, _missing - ((now - _last).TotalSeconds * perSecond));
        _last = now;
    }
}

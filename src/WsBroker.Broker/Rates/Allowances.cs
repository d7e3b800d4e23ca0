namespace WsBroker.Broker.Rates;

/// <summary>What may still come of each kind from one connection, user, address or API key. Not thread-safe.</summary>
/// <param name="rates">How fast it fills.</param>
/// <param name="burst">How long it takes to fill.</param>
/// <param name="time">The clock.</param>
internal sealed class Allowances(ScopeRates rates, TimeSpan burst, TimeProvider time)
{
    private static readonly RateKind[] _allKinds = Enum.GetValues<RateKind>();

    private readonly long _begin = time.GetTimestamp();
    private readonly Allowance[] _kinds = new Allowance[_allKinds.Length];

    private TimeSpan Now => time.GetElapsedTime(_begin);

    /// <summary>Whether nothing would change if it were forgotten.</summary>
    public bool AreFull
    {
        get
        {
            var now = Now;
            return Array.TrueForAll(_allKinds, kind => _kinds[(int)kind].IsFull(rates.Of(kind), now));
        }
    }

    /// <summary>Takes some of a kind, if it may come now.</summary>
    /// <returns>Zero if it was taken or is not limited; otherwise so long it takes until it may come.</returns>
    public TimeSpan Take(RateKind kind, int amount)
    {
        var perSecond = rates.Of(kind);
        return perSecond == 0 ? TimeSpan.Zero : _kinds[(int)kind].Take(amount, perSecond, perSecond * burst.TotalSeconds, Now);
    }

    /// <summary>Gives back what was taken and did not come after all.</summary>
    public void GiveBack(RateKind kind, int amount) => _kinds[(int)kind].GiveBack(amount);
}

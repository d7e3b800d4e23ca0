using WsBroker.Broker.Access;

namespace WsBroker.Broker.Rates;

/// <summary>How much may come in a second, for all sessions of a node. Thread-safe.</summary>
public sealed class RateLimits
{
    private readonly RateOptions _options;
    private readonly TimeProvider _time;
    private readonly RateMetrics _metrics;

    /// <summary>Nothing has come yet.</summary>
    /// <param name="options">How much.</param>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">Where refusals are counted.</param>
    public RateLimits(RateOptions options, TimeProvider time, RateMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time, _metrics) = (options, time, metrics);
        Users = new RateTable<UserId>(RateScope.User, options.User, this);
        ApiKeys = new RateTable<string>(RateScope.ApiKey, options.ApiKey, this);
    }

    /// <summary>All users.</summary>
    public RateTable<UserId> Users { get; }

    /// <summary>All API keys, by name.</summary>
    public RateTable<string> ApiKeys { get; }

    /// <summary>A table for addresses, whatever tells them apart.</summary>
    public RateTable<TAddress> Addresses<TAddress>()
        where TAddress : notnull => new(RateScope.Address, _options.Address, this);

    /// <summary>What holds for one more session.</summary>
    /// <param name="seat">Speaks for its address.</param>
    internal SessionRates Begin(IUserSeat seat) => new(this, NewAllowances(_options.Connection), seat);

    internal Allowances NewAllowances(ScopeRates rates) => new(rates, _options.Burst, _time);

    /// <summary>Counts what has been refused.</summary>
    internal TimeSpan Note(RateScope scope, RateKind kind, TimeSpan wait)
    {
        if (wait > TimeSpan.Zero)
        {
            _metrics.Refused(scope, kind);
        }

        return wait;
    }
}

namespace WsBroker.Broker.Rates;

/// <summary>How much may come in a second. Immutable.</summary>
public sealed record RateOptions
{
    /// <summary>Of one connection; connecting is not counted.</summary>
    public ScopeRates Connection { get; init; } = new();

    /// <summary>Of one user, over all its connections to this node.</summary>
    public ScopeRates User { get; init; } = new();

    /// <summary>Of one IPv4 address or one IPv6 network of 64 bits, over all its connections to this node.</summary>
    public ScopeRates Address { get; init; } = new();

    /// <summary>Of one API key; only publishing is counted.</summary>
    public ScopeRates ApiKey { get; init; } = new();

    /// <summary>What has not been used for so long may come at once. 1 s to 1 min.</summary>
    // As with handshakes: a second's worth, so that in no second more than twice the rate comes
    public TimeSpan Burst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether there is any limit.</summary>
    public bool AreLimited => Connection.AreLimited || User.AreLimited || Address.AreLimited || ApiKey.AreLimited;
}

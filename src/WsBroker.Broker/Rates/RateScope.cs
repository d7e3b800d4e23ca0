namespace WsBroker.Broker.Rates;

/// <summary>What a rate holds for, all that is counted together.</summary>
public enum RateScope
{
    /// <summary>One connection.</summary>
    Connection,

    /// <summary>All connections of a user.</summary>
    User,

    /// <summary>All connections from an address.</summary>
    Address,

    /// <summary>All requests with an API key.</summary>
    ApiKey,
}

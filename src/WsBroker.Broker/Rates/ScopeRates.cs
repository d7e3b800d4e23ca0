namespace WsBroker.Broker.Rates;

/// <summary>How much of each kind may come in a second, in the long run. 0 is no limit. Immutable.</summary>
public sealed record ScopeRates
{
    /// <summary>Connections a second. 0 to 1,000,000.</summary>
    public int Connect { get; init; }

    /// <summary>Publications a second. 0 to 1,000,000.</summary>
    public int Publish { get; init; }

    /// <summary>Subscriptions and questions a second. 0 to 1,000,000.</summary>
    public int Subscribe { get; init; }

    /// <summary>Bytes a second. 0 to 1 GiB.</summary>
    public int Bytes { get; init; }

    /// <summary>Whether there is any limit.</summary>
    public bool AreLimited => (Connect | Publish | Subscribe | Bytes) > 0;

    /// <summary>The rate of a kind.</summary>
    public int Of(RateKind kind) => kind switch
    {
        RateKind.Connect => Connect,
        RateKind.Publish => Publish,
        RateKind.Subscribe => Subscribe,
        RateKind.Bytes => Bytes,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind"),
    };
}

using System.Diagnostics.Metrics;

namespace WsBroker.Broker.Rates;

/// <summary>What is counted of limits by the second, under the meter of <see cref="BrokerMetrics"/>. Thread-safe.</summary>
/// <remarks>No label bears anything that a client chose.</remarks>
public sealed class RateMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _refused;

    /// <param name="meters">Makes the meter, or null for one of its own.</param>
    public RateMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(BrokerMetrics.MeterName) ?? new Meter(BrokerMetrics.MeterName);
        _refused = _meter.CreateCounter<long>(
            "wsbroker.rates.refused", unit: "{refusal}", description: "What was refused since too much came in a second, by kind and by what is counted together.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Something was refused.</summary>
    internal void Refused(RateScope scope, RateKind kind) =>
        _refused.Add(1, new KeyValuePair<string, object?>("scope", NameOf(scope)), new KeyValuePair<string, object?>("kind", NameOf(kind)));

    // Names as the configuration has them
    private static string NameOf(RateScope scope) => scope switch
    {
        RateScope.Connection => "connection",
        RateScope.User => "user",
        RateScope.Address => "address",
        RateScope.ApiKey or _ => "apiKey",
    };

    private static string NameOf(RateKind kind) => kind switch
    {
        RateKind.Connect => "connect",
        RateKind.Publish => "publish",
        RateKind.Subscribe => "subscribe",
        RateKind.Bytes or _ => "bytes",
    };
}

using System.Diagnostics.Metrics;

namespace WsBroker.Redis;

/// <summary>Every number that the engine reports, under the meter <see cref="MeterName"/>. Thread-safe.</summary>
public sealed class RedisMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "WsBroker.Redis";

    private readonly Meter? _own;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _failures;

    /// <param name="meters">Makes and owns the meter; null for one that ends with this object.</param>
    public RedisMetrics(IMeterFactory? meters = null)
    {
        _own = meters is null ? new Meter(MeterName) : null;
        Meter = _own ?? meters!.Create(MeterName);
        _calls = Meter.CreateCounter<long>("wsbroker.redis.calls", "{call}", "Calls to Redis; one may serve many publications.");
        _failures = Meter.CreateCounter<long>("wsbroker.redis.failures", "{call}", "Calls that failed, by reason.");
        _calls.Add(0);
    }

    /// <summary>The meter, for what else belongs to Redis.</summary>
    internal Meter Meter { get; }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();

    /// <summary>Reports which shards are available.</summary>
    internal void Observe(IReadOnlyList<RedisShard> shards) => Meter.CreateObservableGauge(
        "wsbroker.redis.available",
        () => shards.Select(static shard => new Measurement<int>(shard.IsAvailable ? 1 : 0, new KeyValuePair<string, object?>("shard", shard.Number))),
        description: "Whether a shard answers: 1 or 0.");

    /// <summary>Counts a call.</summary>
    internal void Called() => _calls.Add(1);

    /// <summary>Counts a call that failed.</summary>
    internal void Failed(RedisFailure failure) => _failures.Add(1, new KeyValuePair<string, object?>("reason", failure));
}

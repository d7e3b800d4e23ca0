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
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _probes;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _leftOut;

    /// <param name="meters">Makes and owns the meter; null for one that ends with this object.</param>
    public RedisMetrics(IMeterFactory? meters = null)
    {
        _own = meters is null ? new Meter(MeterName) : null;
        Meter = _own ?? meters!.Create(MeterName);
        _calls = Meter.CreateCounter<long>("wsbroker.redis.calls", "{call}", "Calls to Redis; one may serve many publications.");
        _failures = Meter.CreateCounter<long>("wsbroker.redis.failures", "{call}", "Calls that failed, by reason.");
        _gaps = Meter.CreateCounter<long>("wsbroker.redis.gaps_filled", "{publication}", "Publications that were missed on channels and read from the log.");
        _probes = Meter.CreateCounter<long>("wsbroker.redis.probes_failed", "{probe}", "Probes that were stored and not heard: the connection for channels is made anew.");
        _dropped = Meter.CreateCounter<long>("wsbroker.redis.messages_dropped", "{message}", "Messages on channels that cannot be understood.");
        _leftOut = Meter.CreateCounter<long>("wsbroker.redis.messages_left_out", "{message}", "Messages on channels for which too much waited here; what they had is read from the log.");
        foreach (var counter in (Counter<long>[])[_calls, _gaps, _probes, _dropped, _leftOut])
        {
            counter.Add(0);
        }
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

    /// <summary>Counts what was read since it had been missed.</summary>
    internal void GapFilled(int publications) => _gaps.Add(publications);

    /// <summary>Counts a probe that was not heard.</summary>
    internal void ProbeFailed() => _probes.Add(1);

    /// <summary>Counts a message that cannot be understood.</summary>
    internal void MessageDropped() => _dropped.Add(1);

    /// <summary>Counts a message for which there was no room.</summary>
    internal void MessageLeftOut() => _leftOut.Add(1);

    /// <summary>Counts a call that failed.</summary>
    internal void Failed(RedisFailure failure) => _failures.Add(1, new KeyValuePair<string, object?>("reason", failure));
}

using System.Diagnostics.Metrics;

namespace WsBroker.Redis.Letters;

/// <summary>Counts what was heard from other nodes and passed over.</summary>
/// <param name="metrics">Where.</param>
internal sealed class LetterMetrics(RedisMetrics metrics)
{
    private readonly Counter<long> _dropped =
        metrics.Meter.CreateCounter<long>("wsbroker.redis.letters.dropped", "{letter}", "What was heard from other nodes and not understood, by reason.");

    /// <summary>Counts one.</summary>
    public void Dropped(LetterProblem problem) => _dropped.Add(1, new KeyValuePair<string, object?>("reason", problem));
}

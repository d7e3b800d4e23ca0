using Microsoft.Extensions.Logging;

namespace WsBroker.Redis.Connections;

/// <summary>Tells operators what Redis says when it refuses something, each reason once a minute at most: clients are told no more than to try later.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="shard">Which of the shards.</param>
/// <param name="logger">Gets the lines.</param>
/// <param name="time">The clock.</param>
internal sealed class RefusalLog(int shard, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<RedisFailure, long> _told = [];

    /// <summary>Takes note of a refusal.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="refusal">In the words of Redis.</param>
    public void Note(RedisFailure failure, string refusal)
    {
        lock (_gate)
        {
            if (_told.TryGetValue(failure, out var at) && time.GetElapsedTime(at) < _pause)
            {
                return;
            }

            _told[failure] = time.GetTimestamp();
        }

        logger.Refused(shard, failure, refusal);
    }
}

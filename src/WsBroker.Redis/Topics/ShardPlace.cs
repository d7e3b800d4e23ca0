using Microsoft.Extensions.Logging;

namespace WsBroker.Redis.Topics;

/// <summary>
/// Sees to it that all nodes have the same shards in the same order: else each would look for a topic somewhere else, and hear only a part of what is published.
/// </summary>
/// <remarks>The nodes that run keep a note of its place at each shard; who has it at another is told so, and is not ready.</remarks>
/// <param name="shard">Which shard.</param>
/// <param name="redis">The connections that it belongs to.</param>
/// <param name="logger">Gets the lines.</param>
internal sealed class ShardPlace(RedisShard shard, RedisConnections redis, ILogger logger)
{
    // Several times as long as the pause between two notes: it ends soon after the last node that has the shard there
    private const int LifeMilliseconds = 60_000;

    private const string Note = """
        local known = redis.call('GET', KEYS[1])
        if known and known ~= ARGV[1] then return known end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return ARGV[1]
        """;

    private readonly string _here = FormattableString.Invariant($"{shard.Number + 1} of {redis.Shards.Count}");
    private bool _isTold;

    /// <summary>Notes the place, unless there is another note.</summary>
    /// <returns>Whether the shard is where it is for the nodes that run.</returns>
    /// <exception cref="RedisUnavailableException">It cannot be asked.</exception>
    public async Task<bool> IsRightAsync()
    {
        var there = (string)(await shard.EvaluateAsync(Note, [redis.Names.Of("shard", "place")], [_here, LifeMilliseconds]))!;
        var isRight = string.Equals(there, _here, StringComparison.Ordinal);
        if (!isRight && !_isTold)
        {
            logger.Misplaced(shard.Number, _here, there);
        }

        _isTold = !isRight;
        return isRight;
    }
}

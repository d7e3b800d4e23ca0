using Microsoft.Extensions.Logging;

namespace WsBroker.Redis;

/// <summary>Every line that the engine on Redis can log. Its event ids are 6000 to 6999; the next free one is 6009.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(6000, LogLevel.Information, "Redis, shard {Shard}: it answers")]
    public static partial void ShardAvailable(this ILogger logger, int shard);

    [LoggerMessage(6001, LogLevel.Error, "Redis, shard {Shard}: it does not answer ({Failure}: {Cause}). What is published to its topics is refused until it does")]
    public static partial void ShardAway(this ILogger logger, int shard, RedisFailure failure, string cause);

    [LoggerMessage(6002, LogLevel.Warning, "Redis, shard {Shard}: 'appendonly' is off there: what was acknowledged is lost when Redis ends, and its topics begin anew")]
    public static partial void NotPersistent(this ILogger logger, int shard);

    [LoggerMessage(6003, LogLevel.Information, "Redis, shard {Shard}: it does not say whether 'appendonly' is on; without it, what was acknowledged is lost when Redis ends")]
    public static partial void PersistenceUnknown(this ILogger logger, int shard);

    [LoggerMessage(6004, LogLevel.Warning, "Redis, shard {Shard}: what is published there is stored but not heard here; the connection for channels is made anew")]
    public static partial void ShardDeaf(this ILogger logger, int shard);

    [LoggerMessage(6006, LogLevel.Error, "Redis, shard {Shard}: it refuses what it is asked for ({Failure}): {Refusal}")]
    public static partial void Refused(this ILogger logger, int shard, RedisFailure failure, string refusal);

    [LoggerMessage(6007, LogLevel.Warning, "Redis, shard {Shard}: 'maxmemory-policy' is {Policy} there: when its memory is full it forgets topics without a word. With noeviction it refuses what is too much")]
    public static partial void Evicts(this ILogger logger, int shard, string policy);

    [LoggerMessage(6008, LogLevel.Error, "Redis, shard {Shard}: it is number {Here} here, and {There} for nodes that run. The same list, in the same order, is needed on all nodes; this one is not ready until then")]
    public static partial void Misplaced(this ILogger logger, int shard, string here, string there);

    [LoggerMessage(6005, LogLevel.Error, "Redis: what nodes know of each other cannot be read there; somebody else has written it")]
    public static partial void NodesUnreadable(this ILogger logger, Exception failure);
}

namespace WsBroker.Redis.Cluster;

/// <summary>The scripts by which nodes know of each other. Time is that of Redis alone.</summary>
internal static class NodeScripts
{
    /// <summary>
    /// A sign of life. Keys: alive (sorted by when it ends), descriptions, gone (sorted by when they went), revocations (a stream).
    /// Values: id, description, 1 if it is the first, how long it counts, how long who is gone is remembered (ms), the last revocation known, how many more at most.
    /// Gives 1 if the id is taken, 2 if it has lapsed, or 0, descriptions of the living, ids of the silent and of the gone, and revocations.
    /// </summary>
    public const string Beat = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local known = redis.call('ZSCORE', KEYS[1], ARGV[1])
        if ARGV[3] == '1' then
          if known then return {1} end
          redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
        elseif not known then
          return {2}
        end
        redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[4]), ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', string.format('%.0f', now - ARGV[5]))
        local silent = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
        local alive = redis.call('ZRANGEBYSCORE', KEYS[1], string.format('(%.0f', now), '+inf')
        local from = ARGV[6] == '' and '-' or '(' .. ARGV[6]
        return {0, redis.call('HMGET', KEYS[2], unpack(alive)), silent, redis.call('ZRANGE', KEYS[3], 0, -1),
          redis.call('XRANGE', KEYS[4], from, '+', 'COUNT', ARGV[7])}
        """;

    /// <summary>A node is gone. Keys: alive, descriptions, gone. Values: id, 1 if only when its sign of life counts no more.</summary>
    public const string Bury = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local ends = redis.call('ZSCORE', KEYS[1], ARGV[1])
        if not ends or (ARGV[2] == '1' and tonumber(ends) > now) then return 0 end
        redis.call('ZREM', KEYS[1], ARGV[1])
        redis.call('HDEL', KEYS[2], ARGV[1])
        redis.call('ZADD', KEYS[3], string.format('%.0f', now), ARGV[1])
        return 1
        """;

    /// <summary>Stores a revocation. Keys: revocations. Values: it, how long it is kept (ms), the most that are kept.</summary>
    public const string Store = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], '*', 'r', ARGV[1])
        redis.call('XTRIM', KEYS[1], 'MINID', '~', string.format('%.0f', now - ARGV[2]))
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return 1
        """;
}

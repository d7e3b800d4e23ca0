namespace WsBroker.Redis.Cluster;

/// <summary>The scripts on who is there in one topic.</summary>
/// <remarks>
/// One hash a topic: a field for each node and client (32 hexadecimal digits), and the version in the field <c>v</c>. While somebody is there it counts up
/// by one with each change; a topic in which nobody was begins with the time in microseconds, so that no version comes again.
/// </remarks>
internal static class PresenceScripts
{
    /// <summary>How many values of <see cref="Change"/> come before the clients.</summary>
    public const int ChangeHead = 3;

    /// <summary>
    /// What a node says. Keys: the topic's. Values: channel, node, 1 if these are all of it, and for each client: 1 if it is there or 0, its id, and what others
    /// may know of it. Others are told the version, a space, the node, and for each change 1 or 0, the id, and the length (8 digits) and bytes of what they may know.
    /// </summary>
    // More changes than that are not told one by one: a version is left out, so that others look
    public const string Change = """
        local node = ARGV[2]
        local told = {}
        local function join(client, about)
          local field = node .. client
          if redis.call('HGET', KEYS[1], field) ~= about then
            redis.call('HSET', KEYS[1], field, about)
            told[#told + 1] = '1' .. client .. string.format('%08d', #about) .. about
          end
        end
        local function leave(client)
          if redis.call('HDEL', KEYS[1], node .. client) == 1 then
            told[#told + 1] = '0' .. client .. '00000000'
          end
        end
        if ARGV[3] == '1' then
          local here = {}
          for i = 4, #ARGV, 3 do here[ARGV[i + 1]] = true end
          for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
            local client = string.sub(field, 17)
            if #field == 32 and string.sub(field, 1, 16) == node and not here[client] then leave(client) end
          end
        end
        for i = 4, #ARGV, 3 do
          if ARGV[i] == '1' then join(ARGV[i + 1], ARGV[i + 2]) else leave(ARGV[i + 1]) end
        end
        if #told == 0 then return 0 end
        local version = redis.call('HGET', KEYS[1], 'v')
        if version then
          version = version + 1
        else
          local t = redis.call('TIME')
          version = t[1] * 1000000 + t[2]
        end
        if #told > 200 then
          version = version + 1
          told = {}
        end
        version = string.format('%.0f', version)
        redis.call('HSET', KEYS[1], 'v', version)
        if redis.call('HLEN', KEYS[1]) == 1 then redis.call('DEL', KEYS[1]) end
        redis.call('PUBLISH', ARGV[1], version .. ' ' .. node .. table.concat(told))
        return 1
        """;

    /// <summary>Who is there. Keys: the topic's. Values: the most that are listed. Gives how many, and fields and values.</summary>
    public const string Read = """
        local count = redis.call('HLEN', KEYS[1])
        if count == 0 then return {0, {}} end
        return {count - 1, redis.call('HRANDFIELD', KEYS[1], ARGV[1] + 1, 'WITHVALUES')}
        """;

    /// <summary>Who is there, unless nothing has changed. Keys: the topic's. Values: the version that is known. Gives the version, and fields and values.</summary>
    public const string Look = """
        local version = redis.call('HGET', KEYS[1], 'v') or '0'
        if version == ARGV[1] then return {version} end
        return {version, redis.call('HGETALL', KEYS[1])}
        """;
}

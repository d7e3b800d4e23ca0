using StackExchange.Redis;

namespace WsBroker.Redis.Connections;

/// <summary>Makes of a connection string how the library is to connect.</summary>
internal static class RedisConfiguration
{
    /// <summary>For calls.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be understood.</exception>
    public static ConfigurationOptions ForCalls(RedisOptions options, int shard) => Read(options, shard, "calls");

    /// <summary>For what is heard on channels.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be understood.</exception>
    public static ConfigurationOptions ForChannels(RedisOptions options, int shard) => Read(options, shard, "channels");

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">It cannot be understood.</exception>
    public static ConfigurationOptions Parse(string connection)
    {
        var configuration = ConfigurationOptions.Parse(connection);
        if (!configuration.ChannelPrefix.IsNullOrEmpty)
        {
            // What scripts publish would not have it
            throw new ArgumentException("What channels begin with is not for the connection string to say.", nameof(connection));
        }

        return configuration.EndPoints.Count > 0
            ? configuration
            : throw new ArgumentException("A connection string for Redis names at least one host.", nameof(connection));
    }

    /// <summary>What channels begin with. Redis hands them on to all its databases, so they bear the number of theirs, unless it is 0.</summary>
    /// <exception cref="ArgumentException">A connection string cannot be understood.</exception>
    public static string ChannelsOf(RedisOptions options)
    {
        var databases = options.Shards.Select(static shard => Parse(shard).DefaultDatabase ?? 0).ToList();
        return databases.TrueForAll(static database => database == 0) ? options.Prefix : $"{options.Prefix}@{string.Join('-', databases)}";
    }

    private static ConfigurationOptions Read(RedisOptions options, int shard, string use)
    {
        var configuration = Parse(options.Shards[shard]);
        var timeout = (int)options.Timeout.TotalMilliseconds;
        configuration.ClientName ??= $"wsbroker {use}";
        configuration.Protocol ??= RedisProtocol.Resp2;

        // A key by which the library chooses among masters that know nothing of each other, which these never are
        configuration.TieBreaker = "";

        // INFO counts as such
        configuration.AllowAdmin = true;

        // A node starts without Redis, and refuses at once what it cannot do now
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ConnectRetry = 1;
        configuration.ConnectTimeout = timeout;
        configuration.AsyncTimeout = timeout;
        configuration.SyncTimeout = timeout;

        // So often the library looks whether it is time to connect again, and what has not been answered in time
        configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(250);
        configuration.ReconnectRetryPolicy = new ExponentialRetry(deltaBackOffMilliseconds: 200, maxDeltaBackOffMilliseconds: 2000);
        configuration.IncludeDetailInExceptions = false;
        return configuration;
    }
}

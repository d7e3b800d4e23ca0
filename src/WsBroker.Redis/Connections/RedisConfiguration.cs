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
        return configuration.EndPoints.Count > 0
            ? configuration
            : throw new ArgumentException("A connection string for Redis names at least one host.", nameof(connection));
    }

    private static ConfigurationOptions Read(RedisOptions options, int shard, string use)
    {
        var configuration = Parse(options.Shards[shard]);
        var timeout = (int)options.Timeout.TotalMilliseconds;
        configuration.ClientName ??= $"wsbroker {use}";
        configuration.Protocol ??= RedisProtocol.Resp2;

        // INFO counts as such
        configuration.AllowAdmin = true;

        // A node starts without Redis, and refuses at once what it cannot do now
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ConnectRetry = 1;
        configuration.ConnectTimeout = timeout;
        configuration.AsyncTimeout = timeout;
        configuration.SyncTimeout = timeout;
        configuration.HeartbeatInterval = TimeSpan.FromSeconds(1);
        configuration.ReconnectRetryPolicy = new ExponentialRetry(deltaBackOffMilliseconds: 200, maxDeltaBackOffMilliseconds: 2000);
        configuration.IncludeDetailInExceptions = false;
        return configuration;
    }
}

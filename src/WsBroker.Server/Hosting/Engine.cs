using System.Diagnostics.Metrics;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Engines;
using WsBroker.Disk;
using WsBroker.Redis;
using WsBroker.Server.Options;

namespace WsBroker.Server.Hosting;

/// <summary>Where topics keep what they remember besides this process: a log on disk, a Redis, or nothing.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly DiskTopicStore? _disk;
    private readonly RedisSharedLog? _log;

    private readonly RedisConnections? _redis;
    private readonly RedisCluster? _cluster;

    private Engine(DiskTopicStore? disk, RedisConnections? redis, ServerOptions options, ILoggerFactory loggers)
    {
        (_disk, _redis) = (disk, redis);
        if (redis is not null)
        {
            var logger = loggers.CreateLogger("WsBroker.Redis");
            _log = new RedisSharedLog(redis, logger);
            _cluster = new RedisCluster(redis, options.Cluster, options.Sessions, options.RevocationAge, logger);
        }
    }

    /// <summary>The log on disk; null if there is none.</summary>
    public ITopicStore? Store => _disk;

    /// <summary>The log that nodes share; null if there is none.</summary>
    public ISharedLog? Shared => _log;

    /// <summary>By which this node is one of a cluster; null if it is alone.</summary>
    public ClusterLinks? Cluster => _cluster?.Links;

    /// <summary>Whether what is published is stored and heard, as far as is known.</summary>
    public bool IsReady => _log is null or { IsReady: true };

    /// <summary>Opens it. A Redis that is not there is no failure: it is looked for, and not ready until it is found.</summary>
    /// <exception cref="InvalidOptionsException">The folder cannot be used.</exception>
    public static async Task<Engine> OpenAsync(ServerOptions options, IMeterFactory meters, ILoggerFactory loggers)
    {
        var redis = options.Engine.IsShared
            ? await RedisConnections.OpenAsync(options.Redis with { Shards = options.Engine.Shards }, loggers.CreateLogger("WsBroker.Redis"), meters)
            : null;
        return new Engine(DiskEngine.Open(options.Engine, meters, loggers), redis, options, loggers);
    }

    /// <summary>Stores what was told before, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _disk?.Dispose();
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_log?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

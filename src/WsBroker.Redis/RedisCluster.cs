using Microsoft.Extensions.Logging;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Redis.Cluster;

namespace WsBroker.Redis;

/// <summary>All by which a node is one of a cluster over Redis: how it knows of the others, who is there, and kept sessions.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RedisCluster : IAsyncDisposable
{
    private readonly RedisNodes _nodes;
    private readonly RedisPresence _presence;
    private readonly RedisSessions _sessions;

    /// <param name="redis">Where. Not ended by this.</param>
    /// <param name="options">How nodes know of each other.</param>
    /// <param name="sessions">How long sessions are kept.</param>
    /// <param name="revocationAge">How long a revocation is kept: as long as a token can live.</param>
    /// <param name="logger">Gets the lines.</param>
    /// <param name="time">The clock; null for the system's. Only lengths of time count.</param>
    public RedisCluster(
        RedisConnections redis, ClusterOptions options, KeptSessionOptions sessions, TimeSpan revocationAge, ILogger logger, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(redis);
        _nodes = new RedisNodes(redis, options, revocationAge, logger, time ?? TimeProvider.System);
        _presence = new RedisPresence(redis, time ?? TimeProvider.System);
        _sessions = new RedisSessions(redis, sessions);
        Links = new ClusterLinks(_nodes, _presence, _sessions);
    }

    /// <summary>For the broker.</summary>
    public ClusterLinks Links { get; }

    /// <summary>Waits until what was told before is done, as far as it can be, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sessions.DisposeAsync();
        await _presence.DisposeAsync();
        await _nodes.DisposeAsync();
    }
}

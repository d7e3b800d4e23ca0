using StackExchange.Redis;

namespace WsBroker.Redis.Connections;

/// <summary>Looks which masters of a cluster have which slots, and has what is heard on channels follow when slots move.</summary>
/// <remarks>Looks come one after the other; what they have found may be read on any thread.</remarks>
internal sealed class SlotWatch
{
    private readonly MastersOutOfReach _forCalls = new();
    private readonly MastersOutOfReach _forChannels = new();
    private volatile IReadOnlyList<int> _slots = [];
    private string _seen = "";
    private bool _isMoving;

    /// <summary>One slot of each master that has some.</summary>
    public IReadOnlyList<int> Slots => _slots;

    /// <summary>Whether these servers are a cluster whose scripts can publish to sharded channels: all of them Redis 7 or later.</summary>
    public static bool IsOf(IConnectionMultiplexer redis)
    {
        var servers = Array.FindAll(redis.GetServers(), static server => server.IsConnected);
        return servers.Length > 0 && Array.TrueForAll(servers, static server => server.ServerType is ServerType.Cluster && server.Features.ShardedPubSub);
    }

    /// <summary>Looks once.</summary>
    /// <param name="calls">The connection for calls.</param>
    /// <param name="channels">The connection for channels.</param>
    /// <returns>What is to be done.</returns>
    public async Task<SlotNews> LookAsync(IConnectionMultiplexer calls, IConnectionMultiplexer channels)
    {
        try
        {
            var server = Array.Find(channels.GetServers(), static server => server.IsConnected);
            return server is not null && await server.ClusterNodesAsync() is { } cluster ? await FollowAsync(cluster, calls, channels) : default;
        }
        catch (Exception wrong) when (RedisFailures.IsOfRedis(wrong))
        {
            // Looked at again soon
            return default;
        }
    }

    private async Task<SlotNews> FollowAsync(ClusterConfiguration cluster, IConnectionMultiplexer calls, IConnectionMultiplexer channels)
    {
        var masters = cluster.Nodes.Where(static node => !node.IsReplica && node.Slots.Count > 0).OrderBy(static node => node.Slots[0].From).ToList();
        var found = string.Join(' ', masters.Select(static master => $"{master.EndPoint}:{string.Join(',', master.Slots)}"));
        var (seen, hasMoved) = (_seen, _isMoving);
        (_seen, _isMoving) = (found, seen.Length > 0 && !string.Equals(found, seen, StringComparison.Ordinal));
        _slots = [.. masters.Select(static master => master.Slots[0].From)];
        if (_isMoving)
        {
            await channels.ConfigureAsync();
        }

        return new SlotNews(hasMoved && !_isMoving, _forCalls.Look(calls, masters), _forChannels.Look(channels, masters));
    }
}

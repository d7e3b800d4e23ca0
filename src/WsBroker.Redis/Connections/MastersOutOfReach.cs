using StackExchange.Redis;

namespace WsBroker.Redis.Connections;

/// <summary>Finds a connection to a cluster that does not reach a master which the cluster itself reaches, and does not come to by itself.</summary>
/// <remarks>For one caller at a time. Seen with masters that were met while they were still becoming one.</remarks>
internal sealed class MastersOutOfReach
{
    // The library's own attempts come every one or two seconds
    private const int FirstPatience = 5;
    private const int LongestPatience = 320;

    private int _looks;
    private int _patience = FirstPatience;

    /// <summary>Looks once.</summary>
    /// <param name="redis">The connection.</param>
    /// <param name="masters">What the cluster says of its masters.</param>
    /// <returns>Whether the connection is to be made anew: after five looks in a row, and each time after twice as many.</returns>
    public bool Look(IConnectionMultiplexer redis, IEnumerable<ClusterNode> masters)
    {
        var away = Array.FindAll(redis.GetServers(), static server => !server.IsConnected);
        var isOneAway = masters.Any(master => master is { IsConnected: true, IsPossiblyFail: false } && Array.Exists(away, server => server.EndPoint.Equals(master.EndPoint)));
        if (!isOneAway)
        {
            (_looks, _patience) = (0, FirstPatience);
            return false;
        }

        if (++_looks < _patience)
        {
            return false;
        }

        (_looks, _patience) = (0, Math.Min(2 * _patience, LongestPatience));
        return true;
    }
}

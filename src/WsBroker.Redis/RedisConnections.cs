using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WsBroker.Broker.Topics;
using WsBroker.Redis.Connections;

namespace WsBroker.Redis;

/// <summary>A node's connections to Redis: one shard or several, each with a part of the topics.</summary>
/// <remarks>Thread-safe. Stands, and goes on trying, whether Redis is there or not.</remarks>
public sealed class RedisConnections : IAsyncDisposable
{
    private readonly RedisRing _ring;

    private RedisConnections(RedisOptions options, ILogger logger, IMeterFactory? meters, TimeProvider time)
    {
        Options = options;
        Names = new RedisNames(options.Prefix, RedisConfiguration.ChannelsOf(options));
        Metrics = new RedisMetrics(meters);
        _ring = new RedisRing(options.Shards.Count);
        Shards = [.. options.Shards.Select((_, number) => new RedisShard(number, options, Metrics, logger, time))];
        Metrics.Observe(Shards);
    }

    /// <summary>How it was asked to work.</summary>
    public RedisOptions Options { get; }

    /// <summary>How keys and channels are called.</summary>
    public RedisNames Names { get; }

    /// <summary>What is counted.</summary>
    public RedisMetrics Metrics { get; }

    /// <summary>All shards; at least one.</summary>
    public IReadOnlyList<RedisShard> Shards { get; }

    /// <summary>Where lies what belongs to no topic.</summary>
    public RedisShard First => Shards[0];

    /// <summary>Connects, or has tried to for at most about twice <see cref="RedisOptions.Timeout"/>, and goes on by itself.</summary>
    /// <param name="options">Which Redis.</param>
    /// <param name="logger">Gets the lines.</param>
    /// <param name="meters">Makes and owns the meter; null for one that ends with the connections.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">A connection string cannot be understood.</exception>
    public static async Task<RedisConnections> OpenAsync(
        RedisOptions options, ILogger logger, IMeterFactory? meters = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var connections = new RedisConnections(options, logger, meters, time ?? TimeProvider.System);
        await Task.WhenAll(connections.Shards.Select(static shard => shard.StartAsync()));
        return connections;
    }

    /// <summary>The shard of a topic.</summary>
    public RedisShard Of(TopicName topic) => Shards[_ring.ShardOf(topic.Text)];

    /// <summary>The channel on which all nodes hear a topic, as its shard hands it on.</summary>
    internal RedisChannel ChannelOf(TopicName topic) => Of(topic).HasShardedChannels ? Names.ShardedChannel(topic) : Names.Channel(topic);

    /// <summary>Has somebody told of every change of every shard; see <see cref="RedisShard.Watch"/>.</summary>
    public void Watch(Action<RedisShard> changed)
    {
        foreach (var shard in Shards)
        {
            shard.Watch(changed);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var shard in Shards)
        {
            await shard.DisposeAsync();
        }

        Metrics.Dispose();
    }
}

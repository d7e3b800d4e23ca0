using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;
using WsBroker.Redis.Letters;

namespace WsBroker.Redis.Cluster;

/// <summary>Who is there, over Redis: a hash for each topic, on the topic's shard, and a channel for who watches.</summary>
/// <remarks>Thread-safe. See <c>PresenceScripts</c>.</remarks>
internal sealed class RedisPresence : ISharedPresence, IAsyncDisposable
{
    private readonly RedisConnections _redis;
    private readonly ShardPresence[] _shards;

    /// <param name="redis">Where.</param>
    /// <param name="time">The clock.</param>
    public RedisPresence(RedisConnections redis, TimeProvider time)
    {
        _redis = redis;
        var metrics = new LetterMetrics(redis.Metrics);
        _shards = [.. redis.Shards.Select(shard => new ShardPresence(shard, redis, metrics, time))];
    }

    /// <inheritdoc/>
    public void Begin(NodeId node) => Array.ForEach(_shards, shard => shard.Speak(node));

    /// <inheritdoc/>
    public void Pause() => Array.ForEach(_shards, static shard => shard.Speak(node: null));

    /// <inheritdoc/>
    public void Clear(NodeId gone) => Array.ForEach(_shards, shard => _ = shard.ClearAsync(gone));

    /// <inheritdoc/>
    public void Join(TopicName topic, Participant client) => Of(topic).Say(topic, changes => changes.Add(client.Client, client, isLast: false));

    /// <inheritdoc/>
    public void Leave(TopicName topic, ClientId client, bool isLast) => Of(topic).Say(topic, changes => changes.Add(client, about: null, isLast));

    /// <inheritdoc/>
    public void Replace(TopicName topic, IReadOnlyList<Participant> clients) => Of(topic).Say(topic, changes => changes.Replace(clients));

    /// <inheritdoc/>
    public void Read(TopicName topic, int most, ActorRef<PresenceListing?> replyTo) => _ = ReadAsync(topic, most, replyTo);

    /// <inheritdoc/>
    public void Watch(TopicName topic, ActorRef<TopicMessage> replyTo) => Of(topic).Watch(topic, replyTo);

    /// <inheritdoc/>
    public void Unwatch(TopicName topic, ActorRef<TopicMessage> replyTo) => Of(topic).Unwatch(topic, replyTo);

    /// <inheritdoc/>
    public void Look(TopicName topic, long known, ActorRef<TopicMessage> replyTo) => _ = LookAsync(topic, known, replyTo);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var shard in _shards)
        {
            await shard.DisposeAsync();
        }
    }

    // Or of somebody who has written where only nodes do
    private static bool IsOfRedis(Exception wrong) => wrong is RedisUnavailableException or InvalidCastException or FormatException or OverflowException;

    private ShardPresence Of(TopicName topic) => _shards[_redis.Of(topic).Number];

    private async Task ReadAsync(TopicName topic, int most, ActorRef<PresenceListing?> replyTo)
    {
        try
        {
            replyTo.Tell(await Of(topic).ReadAsync(topic, most));
        }
        catch (Exception wrong) when (IsOfRedis(wrong))
        {
            replyTo.Tell(message: null);
        }
    }

    private async Task LookAsync(TopicName topic, long known, ActorRef<TopicMessage> replyTo)
    {
        try
        {
            replyTo.Tell(await Of(topic).LookAsync(topic, known));
        }
        catch (Exception wrong) when (IsOfRedis(wrong))
        {
            replyTo.Tell(new SharedPresenceNews.NotListed(topic));
        }
    }
}

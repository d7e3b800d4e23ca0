using System.Threading.Channels;
using StackExchange.Redis;
using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Topics;
using WsBroker.Redis.Connections;
using WsBroker.Redis.Letters;

namespace WsBroker.Redis.Cluster;

/// <summary>Who is there in the topics of one shard: says it in batches, again until it is heard, and hears others.</summary>
/// <remarks>Thread-safe. One batch at a time, so that what is said of a client stays in order.</remarks>
internal sealed class ShardPresence : IAsyncDisposable
{
    private const int MaxBatch = 256;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    private readonly RedisShard _shard;
    private readonly RedisConnections _redis;
    private readonly LetterMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly HeardChannels _channels;
    private readonly PresenceOutbox _outbox = new();
    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _saying;

    public ShardPresence(RedisShard shard, RedisConnections redis, LetterMetrics metrics, TimeProvider time)
    {
        (_shard, _redis, _metrics, _time) = (shard, redis, metrics, time);
        _channels = new HeardChannels(shard, time);
        _saying = SayAllAsync();
    }

    /// <summary>The node speaks under another id, or none.</summary>
    public void Speak(NodeId? node) => _outbox.Speak(node);

    /// <summary>Has something said.</summary>
    public void Say(TopicName topic, Action<PresenceChanges> change)
    {
        _outbox.Add(topic, change);
        _work.Writer.TryWrite(true);
    }

    /// <summary>Takes back what a node has said that is gone.</summary>
    public async Task ClearAsync(NodeId gone)
    {
        try
        {
            // Others may do the same at once: what is not there any more is not taken back, nor told, once more
            while (await _shard.CallAsync(redis => redis.SetRandomMembersAsync(TopicsOf(gone), MaxBatch)) is { Length: > 0 } topics)
            {
                await Task.WhenAll(topics.Select(topic => ClearAsync(gone, topic)));
                await _shard.CallAsync(redis => redis.SetRemoveAsync(TopicsOf(gone), topics));
            }
        }
        catch (RedisUnavailableException)
        {
            // Tried again with the next sign of life
        }
    }

    /// <summary>Hears who comes and goes in a topic.</summary>
    public void Watch(TopicName topic, ActorRef<TopicMessage> replyTo) => _channels.Add(new HeardChannel(
        ChannelOf(topic), replyTo, message => Hear(topic, message, replyTo), () => replyTo.Tell(new SharedPresenceNews.Check(topic))));

    /// <summary>Does not any more, if nobody else has asked for it since.</summary>
    public void Unwatch(TopicName topic, ActorRef<TopicMessage> replyTo) => _channels.Remove(ChannelOf(topic), replyTo);

    /// <summary>Who is there.</summary>
    /// <exception cref="RedisUnavailableException">It failed.</exception>
    public async Task<PresenceListing> ReadAsync(TopicName topic, int most)
    {
        var result = (RedisResult[])(await _shard.EvaluateAsync(PresenceScripts.Read, [KeyOf(topic)], [most]))!;
        return new PresenceListing((int)result[0], [.. PresenceMessage.ReadMembers(result[1]).Take(most).Select(static one => one.Client)]);
    }

    /// <summary>Who is there on other nodes, unless nothing has changed.</summary>
    /// <exception cref="RedisUnavailableException">It failed.</exception>
    public async Task<SharedPresenceNews.Listed> LookAsync(TopicName topic, long known)
    {
        var result = (RedisResult[])(await _shard.EvaluateAsync(PresenceScripts.Look, [KeyOf(topic)], [known]))!;
        var own = _outbox.Node;
        var others = result.Length == 1 ? null : PresenceMessage.ReadMembers(result[1]).Where(one => one.Node != own).ToList();
        return new SharedPresenceNews.Listed(topic, (long)result[0], others);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _saying;
        await _channels.DisposeAsync();
        _ending.Dispose();
    }

    private RedisKey KeyOf(TopicName topic) => _redis.Names.Key(topic, "here");

    private RedisChannel ChannelOf(TopicName topic) => RedisChannel.Literal(_redis.Names.PresenceChannel(topic));

    private RedisKey TopicsOf(NodeId node) => _redis.Names.Of($"n:{node}", "topics");

    private void Hear(TopicName topic, RedisValue message, ActorRef<TopicMessage> replyTo)
    {
        if (PresenceMessage.Read(topic, message, _outbox.Node, out var problem) is { } news)
        {
            replyTo.Tell(news);
        }
        else
        {
            _metrics.Dropped(problem);
        }
    }

    private async Task SayAllAsync()
    {
        try
        {
            while (true)
            {
                await _work.Reader.ReadAsync(_ending.Token);
                while (_outbox.TakeAll() is var (node, topics))
                {
                    await SayAllAsync(node, topics);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // As it was asked
        }
    }

    private async Task SayAllAsync(NodeId node, IReadOnlyDictionary<TopicName, PresenceChanges> topics)
    {
        // A node that has another id by now says all once more
        foreach (var batch in topics.Chunk(MaxBatch).TakeWhile(_ => _outbox.Node == node))
        {
            if (!await SayAsync(node, batch))
            {
                await Task.Delay(_pause, _time, _ending.Token);
            }
        }
    }

    private async Task<bool> SayAsync(NodeId node, IReadOnlyList<KeyValuePair<TopicName, PresenceChanges>> topics)
    {
        // First where it speaks, then what: so that nothing is left of it when it is gone
        var isNoted = await _shard.CallAsync(redis => redis.SetAddAsync(TopicsOf(node), [.. topics.Select(static one => (RedisValue)one.Key.Text)])).IsDoneAsync();
        var said = await Task.WhenAll(topics.Select(one => isNoted ? SayAsync(node, one.Key, one.Value) : Task.FromResult(false)));
        foreach (var (topic, changes) in topics.Where((_, at) => !said[at]))
        {
            _outbox.PutBack(node, topic, changes);
        }

        var empty = topics.Where((one, at) => said[at] && one.Value.IsEmptyThen).Select(static one => (RedisValue)one.Key.Text).ToArray();
        if (empty.Length > 0)
        {
            await _shard.CallAsync(redis => redis.SetRemoveAsync(TopicsOf(node), empty)).IsDoneAsync();
        }

        return Array.TrueForAll(said, static isSaid => isSaid);
    }

    private Task<bool> SayAsync(NodeId node, TopicName topic, PresenceChanges changes)
    {
        var values = new List<RedisValue>(PresenceScripts.ChangeHead + (3 * changes.Clients.Count))
        {
            _redis.Names.PresenceChannel(topic), node.ToString(), changes.AreAll ? 1 : 0,
        };
        foreach (var (client, about) in changes.Clients)
        {
            values.Add(about is null ? 0 : 1);
            values.Add(client.ToString());
            values.Add(about is null ? RedisValue.EmptyString : ParticipantFormat.Write(about));
        }

        return _shard.EvaluateAsync(PresenceScripts.Change, [KeyOf(topic)], [.. values]).IsDoneAsync();
    }

    private Task ClearAsync(NodeId gone, RedisValue name) => TopicName.TryParse((string?)name ?? "", out var topic, out _)
        ? _shard.EvaluateAsync(PresenceScripts.Change, [KeyOf(topic)], [_redis.Names.PresenceChannel(topic), gone.ToString(), 1])
        : Task.CompletedTask;
}

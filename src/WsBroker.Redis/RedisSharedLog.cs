using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Redis.Topics;

namespace WsBroker.Redis;

/// <summary>The logs of topics in Redis: appended and told to all nodes by one script, kept as streams, heard on channels.</summary>
/// <remarks>Thread-safe. Goes on whatever befalls Redis, and begins to look after it when it is made.</remarks>
public sealed class RedisSharedLog : ISharedLog, IAsyncDisposable
{
    private readonly RedisConnections _redis;
    private readonly Guid _node = Guid.NewGuid();
    private readonly TopicCalls _calls;
    private readonly ConcurrentDictionary<long, SharedBatch> _underWay = [];
    private readonly ShardUpkeep[] _shards;
    private long _tickets;

    /// <param name="redis">The connections, which outlive it.</param>
    /// <param name="logger">Gets the lines.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public RedisSharedLog(RedisConnections redis, ILogger logger, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(redis);
        _redis = redis;
        _calls = new TopicCalls(redis, _node);
        _shards = [.. redis.Shards.Select(shard => new ShardUpkeep(
            new ShardTopics(shard, redis, Hear), redis, new LivenessProbe(shard, redis, _calls, logger, time ?? TimeProvider.System), time ?? TimeProvider.System))];
    }

    /// <summary>Whether what is published now would be stored and heard, as far as is known.</summary>
    public bool IsReady => Array.TrueForAll(_shards, static shard => shard.IsWell);

    /// <inheritdoc/>
    public void Open(TopicName topic, SeenTop known, TopicSettings settings, ActorRef<TopicMessage> replyTo, ActorRef<TopicsMessage> topics) =>
        _ = OpenAsync(new OpenTopic(topic, replyTo, topics), known, settings);

    /// <inheritdoc/>
    public void Close(TopicName topic, ActorRef<TopicMessage> replyTo) => _ = Of(topic).CloseAsync(topic, replyTo);

    /// <inheritdoc/>
    public void Append(SharedBatch batch, TopicSettings settings, ActorRef<TopicMessage> replyTo) => _ = AppendAsync(batch, settings, replyTo);

    /// <inheritdoc/>
    public void Read(SeenTop after, TopicName topic, TopicSettings settings, ActorRef<TopicsMessage> topics) =>
        _ = ReadAsync(after, topic, settings, topics);

    /// <inheritdoc/>
    public void Forget(TopicName topic, ActorRef<bool?> replyTo) => _ = ForgetAsync(topic, replyTo);

    /// <inheritdoc/>
    public void Listen(Subscriber subscriber, ActorRef<TopicsMessage> topics) => _ = ListenAsync(subscriber, topics);

    /// <inheritdoc/>
    public void StopListening(TopicFilter filter)
    {
        foreach (var shard in _shards)
        {
            _ = shard.Topics.StopListeningAsync(filter);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var shard in _shards)
        {
            await shard.DisposeAsync();
        }
    }

    private async Task OpenAsync(OpenTopic open, SeenTop known, TopicSettings settings)
    {
        var (topic, replyTo) = (open.Topic, open.ReplyTo);
        try
        {
            // Heard first, so that nothing falls between what is read and what is heard
            await Of(topic).OpenAsync(open);
            var found = await _calls.LookAtNewestAsync(topic, known, settings);
            var loaded = new SharedNews.Loaded(topic, new StoredTopic(found.Position, found.Publications) { At = found.Seen.At }, found.Retained, found.Now);
            open.Topics.Tell(new TopicMessage.Woken(topic, loaded));
        }
        catch (RedisUnavailableException)
        {
            await Of(topic).CloseAsync(topic, replyTo);
            replyTo.Tell(new SharedNews.NotLoaded(topic, ErrorCode.EngineUnavailable));
        }
    }

    private async Task ListenAsync(Subscriber subscriber, ActorRef<TopicsMessage> topics)
    {
        try
        {
            await Task.WhenAll(_shards.Select(shard => shard.Topics.ListenAsync(subscriber.Filter, topics)));
            topics.Tell(new TopicsMessage.Listening(subscriber, Problem: null));
        }
        catch (RedisUnavailableException)
        {
            StopListening(subscriber.Filter);
            topics.Tell(new TopicsMessage.Listening(subscriber, ErrorCode.EngineUnavailable));
        }
    }

    private async Task AppendAsync(SharedBatch batch, TopicSettings settings, ActorRef<TopicMessage> replyTo)
    {
        var ticket = Interlocked.Increment(ref _tickets);
        _underWay[ticket] = batch;
        SharedNews answer;
        try
        {
            var result = await _calls.AppendAsync(batch.Topic, batch.Known, settings, ticket, Contents(batch));
            answer = result.Epoch is { } epoch
                ? new SharedNews.Appended(batch.Topic, batch, epoch, result.At, result.Places) { Before = result.Before }
                : new SharedNews.NotAppended(batch.Topic, batch, ErrorCode.NoOffsetsLeft);
        }
        catch (RedisUnavailableException)
        {
            answer = new SharedNews.NotAppended(batch.Topic, batch, ErrorCode.EngineUnavailable);
        }

        _underWay.TryRemove(ticket, out _);
        replyTo.Tell(answer);
    }

    private async Task ReadAsync(SeenTop after, TopicName topic, TopicSettings settings, ActorRef<TopicsMessage> topics)
    {
        try
        {
            var found = await _calls.LookAfterAsync(topic, after, settings);
            if (found.Publications.Count > 0)
            {
                _redis.Metrics.GapFilled(found.Publications.Count);
                _ = Of(topic).NoteMissedAsync(topic);
            }

            var last = found.Publications.Count > 0 ? found.Publications[^1].Offset : found.Position.Offset;
            topics.Tell(new TopicMessage.Woken(topic, new SharedNews.Read(topic, found.Position, found.Publications, IsWhole: last == found.Position.Offset)));
        }
        catch (RedisUnavailableException)
        {
            topics.Tell(new TopicMessage.Woken(topic, new SharedNews.NotRead(topic, ErrorCode.EngineUnavailable)));
        }
    }

    private async Task ForgetAsync(TopicName topic, ActorRef<bool?> replyTo)
    {
        try
        {
            replyTo.Tell(await _calls.ForgetAsync(topic, TopicSettings.Default));
        }
        catch (RedisUnavailableException)
        {
            replyTo.Tell(message: null);
        }
    }

    private SharedNews.Arrived? Hear(TopicName topic, RedisValue message, Inflow inflow)
    {
        var bytes = message.Length();
        if (BatchMessage.Read(topic, message) is not { } batch)
        {
            _redis.Metrics.MessageDropped();
            inflow.Leave(bytes);
            return null;
        }

        var own = batch.Node == _node && _underWay.TryGetValue(batch.Ticket, out var known) ? known : null;
        return new SharedNews.Arrived(topic, batch.Epoch, batch.Publications, own) { Before = batch.Before, Inflow = inflow, Bytes = bytes };
    }

    private static (Content Content, Publisher Publisher)[] Contents(SharedBatch batch)
    {
        var contents = new (Content, Publisher)[batch.Count];
        for (var index = 0; index < contents.Length; index++)
        {
            contents[index] = (batch.ContentOf(index), batch.PublisherOf(index));
        }

        return contents;
    }

    private ShardTopics Of(TopicName topic) => _shards[_redis.Of(topic).Number].Topics;
}

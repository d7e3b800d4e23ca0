using System.Collections.Concurrent;
using StackExchange.Redis;
using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Redis.Connections;

namespace WsBroker.Redis.Topics;

/// <summary>The topics of one shard that this node hears, by name and by filters.</summary>
/// <remarks>Thread-safe. What is heard on one channel is told in its order.</remarks>
/// <param name="shard">The shard.</param>
/// <param name="redis">The connections that it belongs to.</param>
/// <param name="hear">Makes news of what was heard, and was counted; null if it is not to be understood.</param>
internal sealed class ShardTopics(RedisShard shard, RedisConnections redis, Func<TopicName, RedisValue, Inflow, SharedNews.Arrived?> hear)
{
    // So many calls on the way at once when all is made anew
    private const int AtOnce = 64;

    private readonly ConcurrentDictionary<TopicName, OpenTopic> _open = [];
    private readonly ConcurrentDictionary<RedisChannel, ListeningFilter> _filters = [];
    private readonly FilterMarks _marks = new(shard, redis.Names);

    /// <summary>The shard.</summary>
    public RedisShard Shard => shard;

    /// <summary>The topics that are open.</summary>
    public ICollection<OpenTopic> Open => _open.Values;

    /// <summary>Begins to hear a topic.</summary>
    /// <exception cref="RedisUnavailableException">It cannot be heard now.</exception>
    public async Task OpenAsync(OpenTopic topic)
    {
        var before = Replace(topic);
        try
        {
            await SubscribeAsync(topic);
        }
        catch (RedisUnavailableException)
        {
            Forget(topic);
            throw;
        }
        finally
        {
            await EndAsync(before?.Queue);
        }
    }

    /// <summary>Stops hearing a topic, if the actor was the last to open it.</summary>
    public async Task CloseAsync(TopicName name, ActorRef<TopicMessage> replyTo)
    {
        if (_open.TryGetValue(name, out var topic) && ReferenceEquals(topic.ReplyTo, replyTo))
        {
            Forget(topic);
            await EndAsync(topic.Queue);
        }
    }

    /// <summary>Begins to hear what a filter matches. To be taken back in any case.</summary>
    /// <exception cref="RedisUnavailableException">It cannot be heard now.</exception>
    public async Task ListenAsync(TopicFilter filter, ActorRef<TopicsMessage> topics)
    {
        var listening = _filters.GetOrAdd(FilterPattern.Of(redis.Names, filter), pattern => new ListeningFilter(pattern, topics));
        await listening.AddAsync(() => SubscribeAsync(listening));
        await _marks.StandAsync();
        if (!shard.IsAvailable)
        {
            throw new RedisUnavailableException(RedisFailure.NotConnected, "There is no connection to Redis.");
        }
    }

    /// <summary>Takes that back once.</summary>
    public async Task StopListeningAsync(TopicFilter filter)
    {
        if (_filters.TryGetValue(FilterPattern.Of(redis.Names, filter), out var listening) && listening.Remove(out var queue))
        {
            await EndAsync(queue);
        }
    }

    /// <summary>Sees to it that what filters need stands at every master of a cluster.</summary>
    /// <returns>Whether something was missing: filters may have missed what was published.</returns>
    public async Task<bool> KeepMarksAsync()
    {
        try
        {
            await _marks.EndUnlessAsync(AreFiltersWanted);
            await (AreFiltersWanted() ? _marks.StandAsync() : Task.CompletedTask);
        }
        catch (RedisUnavailableException)
        {
            // Tried again soon
        }

        return _marks.WasOneMissing();
    }

    /// <summary>Has every open topic look where the log stands.</summary>
    public void CheckAll()
    {
        foreach (var topic in Open)
        {
            topic.ReplyTo.Tell(new SharedNews.Check(topic.Topic));
        }
    }

    /// <summary>Hears on a connection that has just been made, as on the one before.</summary>
    public async Task RenewAsync()
    {
        foreach (var part in Open.Chunk(AtOnce))
        {
            await Task.WhenAll(part.Select(RenewAsync));
        }

        foreach (var listening in _filters.Values)
        {
            await RenewAsync(listening);
        }
    }

    /// <summary>Tells all who subscribe by filters that they may have missed something.</summary>
    public void EndFilters(ErrorCode code)
    {
        foreach (var topics in _filters.Values.Where(static one => one.IsWanted).Select(static one => one.Topics).Distinct())
        {
            topics.Tell(new TopicsMessage.EndFilters(code));
        }
    }

    /// <summary>Tells all who listen that the log has been out of reach for too long.</summary>
    public void CutOff(ErrorCode code)
    {
        foreach (var topic in Open)
        {
            topic.ReplyTo.Tell(new SharedNews.CutOff(topic.Topic, code));
        }

        EndFilters(code);
    }

    /// <summary>A topic had to be read since something was missed. If nothing at all is heard of it, it is subscribed to once more.</summary>
    public async Task NoteMissedAsync(TopicName name)
    {
        if (_open.TryGetValue(name, out var topic))
        {
            var (hasHeard, before) = (topic.HasHeard, topic.Queue);
            topic.HasHeard = false;
            if (!hasHeard)
            {
                await RenewAsync(topic);
                await EndAsync(before);
            }
        }
    }

    private bool AreFiltersWanted() => _filters.Values.Any(static one => one.IsWanted);

    private OpenTopic? Replace(OpenTopic topic)
    {
        OpenTopic? before = null;
        _open.AddOrUpdate(topic.Topic, topic, (_, known) =>
        {
            before = known;
            return topic;
        });
        return before;
    }

    private void Forget(OpenTopic topic) => _open.TryRemove(KeyValuePair.Create(topic.Topic, topic));

    private async Task RenewAsync(OpenTopic topic)
    {
        try
        {
            await SubscribeAsync(topic);
        }
        catch (RedisUnavailableException)
        {
            // Found by the next look at the log, or the next renewal
        }
    }

    private async Task SubscribeAsync(OpenTopic topic)
    {
        topic.Queue = await shard.HearAsync(redis.ChannelOf(topic.Topic), message => Tell(topic, message.Message));
        if (!_open.TryGetValue(topic.Topic, out var current) || !ReferenceEquals(current, topic))
        {
            // Closed meanwhile
            await EndAsync(topic.Queue);
        }
    }

    private Task<ChannelMessageQueue> SubscribeAsync(ListeningFilter listening) =>
        shard.HearAsync(listening.Pattern, message => Tell(listening, message));

    private async Task RenewAsync(ListeningFilter listening)
    {
        try
        {
            await listening.RenewAsync(() => SubscribeAsync(listening));
        }
        catch (RedisUnavailableException)
        {
            listening.Topics.Tell(new TopicsMessage.EndFilters(ErrorCode.EngineUnavailable));
        }
    }

    private static async Task EndAsync(Task<ChannelMessageQueue> queue)
    {
        try
        {
            await EndAsync(await queue);
        }
        catch (RedisUnavailableException)
        {
            // There is none
        }
    }

    private void Tell(OpenTopic topic, RedisValue message)
    {
        topic.HasHeard = true;
        if (!topic.Inflow.TryEnter(message.Length()))
        {
            redis.Metrics.MessageLeftOut();
        }
        else if (hear(topic.Topic, message, topic.Inflow) is { } news)
        {
            topic.Topics.Tell(new TopicMessage.Woken(topic.Topic, news));
        }
    }

    private void Tell(ListeningFilter listening, ChannelMessage message)
    {
        if (redis.Names.TopicOf(message.Channel) is not { } topic)
        {
            return;
        }

        var fits = listening.Inflow.TryEnter(message.Message.Length());
        if (!fits)
        {
            redis.Metrics.MessageLeftOut();
            EndFilters(listening);
        }
        else if (hear(topic, message.Message, listening.Inflow) is { } news)
        {
            listening.Topics.Tell(new TopicMessage.Woken(topic, news));
        }

        listening.HasLeftOut = !fits;
    }

    // Nobody could say what was left out of topics that are not active here
    private static void EndFilters(ListeningFilter listening)
    {
        if (!listening.HasLeftOut)
        {
            listening.Topics.Tell(new TopicsMessage.EndFilters(ErrorCode.Busy));
        }
    }

    private static async Task EndAsync(ChannelMessageQueue? queue)
    {
        try
        {
            await (queue?.UnsubscribeAsync() ?? Task.CompletedTask);
        }
        catch (Exception wrong) when (RedisFailures.IsOfRedis(wrong))
        {
            // Nobody hears it any more, whatever Redis still sends
        }
    }
}

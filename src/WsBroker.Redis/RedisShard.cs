using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WsBroker.Redis.Connections;

namespace WsBroker.Redis;

/// <summary>One Redis, be it a single server, a group under Sentinel or a cluster, which has a part of all topics.</summary>
/// <remarks>
/// Thread-safe. Calls never wait for a connection: without one they fail at once. Two connections: one for calls, one for what is heard
/// on channels, so that this one can be made anew alone.
/// </remarks>
public sealed class RedisShard : IAsyncDisposable
{
    private readonly RedisOptions _options;
    private readonly RedisMetrics _metrics;
    private readonly ILogger _logger;
    private readonly RefusalLog _refusals;
    private readonly KeepingCheck _keeping;
    private readonly TimeProvider _time;
    private readonly RedisPace _pace;
    private readonly RedisLink _calls;
    private readonly RedisLink _channels;
    private readonly GivenUpChannels _givenUp = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly List<Action<RedisShard>> _watchers = [];
    private volatile bool _isAvailable;
    private volatile SlotWatch? _slots;
    private bool _isKindKnown;
    private bool _isKnown;
    private volatile RedisFailure _awayFor = RedisFailure.NotConnected;
    private int _channelsRestored;
    private long _awaySince;
    private Task _watching = Task.CompletedTask;

    internal RedisShard(int number, RedisOptions options, RedisMetrics metrics, ILogger logger, TimeProvider time)
    {
        (Number, _options, _metrics, _logger, _time) = (number, options, metrics, logger, time);
        _awaySince = time.GetTimestamp();
        _refusals = new RefusalLog(number, logger, time);
        _keeping = new KeepingCheck(number, logger);
        _pace = new RedisPace(time);
        _calls = new RedisLink(RedisConfiguration.ForCalls(options, number)) { Restored = _ => _pace.Hurry() };
        _channels = new RedisLink(RedisConfiguration.ForChannels(options, number)) { Restored = NoteRestored };
    }

    /// <summary>Which of the shards, from 0.</summary>
    public int Number { get; }

    /// <summary>Whether it answers.</summary>
    public bool IsAvailable => _isAvailable;

    /// <summary>How long it has been away; zero while it is available.</summary>
    public TimeSpan Away => _isAvailable ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _awaySince));

    /// <summary>How often the connection for channels has been made once more: what was published in between was not heard.</summary>
    public int ChannelsRestored => Volatile.Read(ref _channelsRestored);

    /// <summary>
    /// Whether it is a cluster whose scripts publish to sharded channels: only the servers that have a topic hand on what is published to it. As it was when it was first reached.
    /// </summary>
    public bool HasShardedChannels => _slots is not null;

    /// <summary>For calls, each of which is best made through <see cref="CallAsync"/>.</summary>
    /// <exception cref="RedisUnavailableException">There has not been a connection yet.</exception>
    public IDatabase Database => (_calls.Current ?? throw NotConnected()).GetDatabase();

    /// <summary>For what is heard on channels. Another one after <see cref="RenewChannelsAsync"/>: what was subscribed is subscribed again by who did.</summary>
    /// <exception cref="RedisUnavailableException">There has not been a connection yet.</exception>
    public ISubscriber Channels => (_channels.Current ?? throw NotConnected()).GetSubscriber();

    /// <summary>Has somebody told when it becomes available or goes away, and when its channels may have missed something; on any thread, one after the other.</summary>
    public void Watch(Action<RedisShard> changed)
    {
        lock (_gate)
        {
            _watchers.Add(changed);
        }
    }

    /// <summary>Makes a call that is bounded in time, and counted.</summary>
    /// <param name="call">The call.</param>
    /// <exception cref="RedisUnavailableException">It failed, or did not end in time.</exception>
    public async Task<T> CallAsync<T>(Func<IDatabase, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        _metrics.Called();
        try
        {
            return _isAvailable
                ? await call(Database).WaitAsync(_options.Timeout, _time)
                : throw NotConnected();
        }
        catch (Exception wrong) when (RedisFailures.IsOfRedis(wrong))
        {
            throw Note(wrong);
        }
        catch (RedisUnavailableException refused)
        {
            throw Note(refused);
        }
    }

    /// <summary>Runs a script, of which only its name is sent once Redis knows it.</summary>
    /// <exception cref="RedisUnavailableException">It failed, or did not end in time.</exception>
    public Task<RedisResult> EvaluateAsync(string script, RedisKey[] keys, RedisValue[] values) =>
        CallAsync(redis => redis.ScriptEvaluateAsync(script, keys, values));

    /// <summary>Begins to hear a channel, or a pattern of them; what is heard comes in its order, on any thread, until the queue is unsubscribed.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="heard">Takes what is heard, and does not throw.</param>
    /// <exception cref="RedisUnavailableException">It cannot be heard now.</exception>
    public async Task<ChannelMessageQueue> HearAsync(RedisChannel channel, Action<ChannelMessage> heard)
    {
        _metrics.Called();
        if (!_isAvailable)
        {
            throw Note(NotConnected());
        }

        var via = Channels;
        var subscribing = _givenUp.SubscribeAsync(via, channel);
        try
        {
            var queue = await subscribing.WaitAsync(_options.Timeout, _time);
            queue.OnMessage(heard);
            return queue;
        }
        catch (Exception wrong) when (RedisFailures.IsOfRedis(wrong))
        {
            _givenUp.Add(subscribing, via, channel);
            throw Note(wrong);
        }
    }

    /// <summary>Makes the connection for channels anew: it is there, but nothing is heard on it.</summary>
    public async Task RenewChannelsAsync()
    {
        try
        {
            await _channels.ConnectAsync();
            Interlocked.Increment(ref _channelsRestored);
        }
        catch (Exception wrong) when (RedisFailures.IsOfRedis(wrong))
        {
            Note(wrong);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        await _calls.DisposeAsync();
        await _channels.DisposeAsync();
        _ending.Dispose();
    }

    /// <summary>With sharded channels, one slot of each master; else none.</summary>
    internal IReadOnlyList<int> Slots => _slots?.Slots ?? [];

    /// <summary>Connects, or has tried to when this ends, and goes on by itself.</summary>
    internal async Task StartAsync()
    {
        await LookAsync();
        _watching = WatchAsync();
    }

    private RedisUnavailableException NotConnected() => new(_awayFor, "There is no connection to Redis, or it refuses everything.");

    private RedisUnavailableException Note(RedisUnavailableException refused)
    {
        _metrics.Failed(refused.Failure);
        return refused;
    }

    private RedisUnavailableException Note(Exception wrong)
    {
        var failure = RedisFailures.Of(wrong);
        _metrics.Failed(failure);
        if (failure is RedisFailure.NotConnected or RedisFailure.Timeout)
        {
            Take(isAvailable: false, failure, RedisFailures.CauseOf(wrong));
        }
        else
        {
            _refusals.Note(failure, wrong.Message);
        }

        return new RedisUnavailableException(failure, wrong.Message, wrong);
    }

    private void NoteRestored(ConnectionType part)
    {
        if (part is ConnectionType.Subscription)
        {
            Interlocked.Increment(ref _channelsRestored);
            Tell();
            _pace.Hurry();
        }
    }

    private async Task WatchAsync()
    {
        while (await _pace.WaitAsync(_isAvailable, _ending.Token))
        {
            await LookAsync();
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await ConnectAsync(_calls);
            await ConnectAsync(_channels);
            await Database.PingAsync().WaitAsync(_options.Timeout, _time);
            await LookAtSlotsAsync(_calls.Current!, _channels.Current!);
            var isNew = !_isAvailable;
            if (isNew && !Channels.IsConnected())
            {
                // Who subscribes now would be refused
                Take(isAvailable: false, RedisFailure.NotConnected, "The connection for channels does not stand yet.");
                return;
            }

            Take(isAvailable: true);
            if (isNew)
            {
                await _keeping.LookAsync(_calls.Current!);
            }

            await _givenUp.EndSomeAsync(Channels);
        }
        catch (Exception wrong) when (RedisFailures.IsOfRedis(wrong))
        {
            Take(isAvailable: false, RedisFailures.Of(wrong), RedisFailures.CauseOf(wrong));
        }
    }

    private async Task LookAtSlotsAsync(IConnectionMultiplexer calls, IConnectionMultiplexer channels)
    {
        if (!_isKindKnown)
        {
            _isKindKnown = true;
            _slots = SlotWatch.IsOf(calls) ? new SlotWatch() : null;
        }

        var news = _slots is null ? default : await _slots.LookAsync(calls, channels);
        if (news.HaveMoved)
        {
            NoteRestored(ConnectionType.Subscription);
        }

        if (news.AreCallsStuck)
        {
            await _calls.ConnectAsync();
        }

        if (news.AreChannelsStuck)
        {
            await RenewChannelsAsync();
        }
    }

    private static Task ConnectAsync(RedisLink link) => link.Current is null ? link.ConnectAsync() : Task.CompletedTask;

    private void Take(bool isAvailable, RedisFailure failure = default, string cause = "")
    {
        lock (_gate)
        {
            // A call that is not even made is not one that may be done all the same
            _awayFor = failure is RedisFailure.Timeout ? RedisFailure.NotConnected : failure;
            if (_isKnown && _isAvailable == isAvailable)
            {
                return;
            }

            _isKnown = true;
            _isAvailable = isAvailable;
            Volatile.Write(ref _awaySince, _time.GetTimestamp());
        }

        if (isAvailable)
        {
            _logger.ShardAvailable(Number);
        }
        else
        {
            _logger.ShardAway(Number, failure, cause);
        }

        Tell();
    }

    private void Tell()
    {
        Action<RedisShard>[] watchers;
        lock (_gate)
        {
            watchers = [.. _watchers];
        }

        Array.ForEach(watchers, watcher => watcher(this));
    }
}

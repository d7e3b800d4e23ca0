using System.Security.Cryptography;
using StackExchange.Redis;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Sessions;

namespace WsBroker.Redis.Topics;

/// <summary>Looks after the topics of one shard: finds what was missed, and tells who listens when it is away for too long.</summary>
internal sealed class ShardUpkeep : IAsyncDisposable
{
    // Once is too early for channels that are still being subscribed to again
    private const int LooksAfterChange = 2;

    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(1);

    // With jitter at most 25 s, so that what was missed is found within 30 s
    private static readonly TimeSpan _checkPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _checkJitter = TimeSpan.FromSeconds(10);

    private readonly RedisConnections _redis;
    private readonly LivenessProbe _probe;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _probing;
    private readonly Task _keeping;
    private IConnectionMultiplexer? _hearsOn;
    private int _looks;
    private int _restored;
    private bool _isCutOff;

    public ShardUpkeep(ShardTopics topics, RedisConnections redis, LivenessProbe probe, TimeProvider time)
    {
        (Topics, _redis, _probe, _time) = (topics, redis, probe, time);
        Shard.Watch(_ => Interlocked.Exchange(ref _looks, LooksAfterChange));
        _probing = probe.RunAsync(Shard.RenewChannelsAsync, _ending.Token);
        _keeping = KeepAsync();
    }

    /// <summary>The topics.</summary>
    public ShardTopics Topics { get; }

    /// <summary>Whether what is published is stored and heard, as far as is known.</summary>
    public bool IsWell => Shard.IsAvailable && _probe.IsWell;

    private RedisShard Shard => Topics.Shard;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _probing;
        await _keeping;
        _ending.Dispose();
    }

    private async Task KeepAsync()
    {
        using var timer = new PeriodicTimer(_tick, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                await LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // As it was asked
        }
    }

    private async Task LookAsync()
    {
        if (!Shard.IsAvailable)
        {
            CutOffWhenItIsTime();
            return;
        }

        _isCutOff = false;
        await RenewAsync();
        var restored = Shard.ChannelsRestored;
        if (await Topics.KeepMarksAsync() || restored != _restored)
        {
            // A topic that was not active here cannot be asked what it has missed
            _restored = restored;
            Topics.EndFilters(ErrorCode.EngineUnavailable);
        }

        if (Volatile.Read(ref _looks) > 0)
        {
            Interlocked.Decrement(ref _looks);
            Topics.CheckAll();
        }

        CheckSome();
    }

    private void CutOffWhenItIsTime()
    {
        if (!_isCutOff && Shard.Away > _redis.Options.Patience)
        {
            _isCutOff = true;
            Topics.CutOff(ErrorCode.EngineUnavailable);
        }
    }

    private void CheckSome()
    {
        var now = _time.GetTimestamp();
        foreach (var topic in Topics.Open)
        {
            if (topic.ChecksAt != 0 && now >= topic.ChecksAt)
            {
                topic.ReplyTo.Tell(new SharedNews.Check(topic.Topic));
            }

            if (now >= topic.ChecksAt)
            {
                var pause = _checkPause + (_checkJitter * (RandomNumberGenerator.GetInt32(1000) / 1000.0));
                topic.ChecksAt = now + (long)(pause.TotalSeconds * _time.TimestampFrequency);
            }
        }
    }

    private async Task RenewAsync()
    {
        var (before, now) = (_hearsOn, Shard.Channels.Multiplexer);
        if (ReferenceEquals(before, now))
        {
            return;
        }

        _hearsOn = now;
        if (before is not null)
        {
            await Topics.RenewAsync();
            Interlocked.Exchange(ref _looks, LooksAfterChange);
        }
    }
}

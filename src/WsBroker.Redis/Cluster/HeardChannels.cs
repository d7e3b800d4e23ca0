using System.Collections.Concurrent;
using System.Threading.Channels;
using StackExchange.Redis;
using WsBroker.Redis.Connections;

namespace WsBroker.Redis.Cluster;

/// <summary>Channels of one shard that are heard as soon as that can be, and again after each loss of the connection.</summary>
/// <remarks>Thread-safe. Each channel has one who hears it, and tells what is heard in its order.</remarks>
internal sealed class HeardChannels : IAsyncDisposable
{
    // So many calls on the way at once when all is made anew
    private const int AtOnce = 64;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly RedisShard _shard;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<RedisChannel, HeardChannel> _wanted = [];
    private readonly ConcurrentQueue<HeardChannel> _unwanted = [];
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _running;
    private int _restored;

    public HeardChannels(RedisShard shard, TimeProvider time)
    {
        (_shard, _time, _restored) = (shard, time, shard.ChannelsRestored);
        shard.Watch(_ => _changes.Writer.TryWrite(true));
        _running = RunAsync();
    }

    /// <summary>Has a channel heard, in the place of who heard it before.</summary>
    public void Add(HeardChannel channel)
    {
        lock (_gate)
        {
            if (_wanted.TryGetValue(channel.Channel, out var old))
            {
                _unwanted.Enqueue(old);
            }

            _wanted[channel.Channel] = channel;
        }

        _changes.Writer.TryWrite(true);
    }

    /// <summary>Has a channel not heard any more, unless it is heard for somebody else by now.</summary>
    public void Remove(RedisChannel channel, object owner)
    {
        lock (_gate)
        {
            if (_wanted.TryGetValue(channel, out var old) && ReferenceEquals(old.Owner, owner))
            {
                _wanted.TryRemove(channel, out _);
                _unwanted.Enqueue(old);
            }
        }

        _changes.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running;
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_interval, _time);
        try
        {
            var tick = timer.WaitForNextTickAsync(_ending.Token).AsTask();
            var change = _changes.Reader.ReadAsync(_ending.Token).AsTask();
            while (true)
            {
                var first = await Task.WhenAny(tick, change);
                await first;
                tick = first == tick ? timer.WaitForNextTickAsync(_ending.Token).AsTask() : tick;
                change = first == change ? _changes.Reader.ReadAsync(_ending.Token).AsTask() : change;
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
        while (_unwanted.TryDequeue(out var old))
        {
            await EndAsync(old);
        }

        if (!_shard.IsAvailable)
        {
            return;
        }

        if (_shard.ChannelsRestored is var restored && restored != _restored)
        {
            _restored = restored;
            foreach (var channel in _wanted.Values)
            {
                await EndAsync(channel);
            }
        }

        foreach (var part in _wanted.Values.Where(static channel => channel.Queue is null).Chunk(AtOnce))
        {
            await Task.WhenAll(part.Select(HearAsync));
        }
    }

    private async Task HearAsync(HeardChannel channel)
    {
        try
        {
            channel.Queue = await _shard.HearAsync(channel.Channel, message => channel.Heard(message.Message));
            channel.Begun();
        }
        catch (RedisUnavailableException)
        {
            // Tried again soon
        }
    }

    private static async Task EndAsync(HeardChannel channel)
    {
        var queue = channel.Queue;
        channel.Queue = null;
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

using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace WsBroker.Redis.Connections;

/// <summary>
/// Channels that were asked for, and given up before Redis had answered: it may have them all the same, and then sends what nobody hears. They are ended when it
/// answers again.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class GivenUpChannels
{
    private const int AtOnce = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<RedisChannel, ISubscriber> _all = [];

    /// <summary>Asks for a channel, which is ended by who hears it.</summary>
    public Task<ChannelMessageQueue> SubscribeAsync(ISubscriber via, RedisChannel channel)
    {
        // Here and below the library is asked under the lock, so that Redis hears who asks last as the last
        lock (_gate)
        {
            _all.Remove(channel);
            return via.SubscribeAsync(channel);
        }
    }

    /// <summary>Nobody waits for a channel any more.</summary>
    /// <param name="subscribing">What was waited for.</param>
    /// <param name="via">Where it was asked for.</param>
    /// <param name="channel">The channel.</param>
    public void Add(Task subscribing, ISubscriber via, RedisChannel channel)
    {
        _ = WatchAsync(subscribing);
        lock (_gate)
        {
            _all[channel] = via;
            Forget(via, channel);
        }
    }

    /// <summary>Ends some of them, as Redis answers.</summary>
    /// <param name="via">What channels are heard by now.</param>
    public Task EndSomeAsync(ISubscriber via) => Task.WhenAll(TakeSome(via).Select(channel => EndAsync(via, channel)));

    private List<RedisChannel> TakeSome(ISubscriber via)
    {
        lock (_gate)
        {
            // Those of a connection before this one have ended with it
            foreach (var (gone, _) in _all.Where(one => !ReferenceEquals(one.Value.Multiplexer, via.Multiplexer)))
            {
                _all.Remove(gone);
            }

            return [.. _all.Keys.Take(AtOnce)];
        }
    }

    private async Task EndAsync(ISubscriber via, RedisChannel channel)
    {
        try
        {
            // The library ends only what it knows to stand
            if (TryStand(via, channel, out var standing))
            {
                await LeaveAsync(channel, await standing);
            }
        }
        catch (Exception wrong) when (RedisFailures.IsOfRedis(wrong))
        {
            // Tried again with the next look
            ForgetUnlessWanted(via, channel);
        }
    }

    private bool TryStand(ISubscriber via, RedisChannel channel, [NotNullWhen(true)] out Task<ChannelMessageQueue>? standing)
    {
        lock (_gate)
        {
            standing = _all.ContainsKey(channel) ? via.SubscribeAsync(channel) : null;
            return standing is not null;
        }
    }

    private Task LeaveAsync(RedisChannel channel, ChannelMessageQueue queue)
    {
        lock (_gate)
        {
            _all.Remove(channel);
            return queue.UnsubscribeAsync();
        }
    }

    private void ForgetUnlessWanted(ISubscriber via, RedisChannel channel)
    {
        lock (_gate)
        {
            if (_all.ContainsKey(channel))
            {
                Forget(via, channel);
            }
        }
    }

    // The library must not go on gathering what nobody reads: it forgets at once, whatever comes of the call
    private static void Forget(ISubscriber via, RedisChannel channel) => _ = WatchAsync(via.UnsubscribeAsync(channel));

    private static async Task WatchAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (Exception wrong) when (RedisFailures.IsOfRedis(wrong))
        {
            // It has been told
        }
    }
}

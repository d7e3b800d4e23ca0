using StackExchange.Redis;
using WsBroker.Redis.Connections;

namespace WsBroker.Redis.Topics;

/// <summary>
/// Patterns that match nothing, one at each master of a cluster, by which the scripts there see that somebody listens by filters: only then they tell all servers,
/// and with them the patterns of filters, of what is published.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="shard">The cluster.</param>
/// <param name="names">How they are called.</param>
internal sealed class FilterMarks(RedisShard shard, RedisNames names)
{
    // A slot is found by so many trials for certain
    private const int MostTrials = 1_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, ChannelMessageQueue> _bySlot = [];
    private Task _standing = Task.CompletedTask;
    private Task _last = Task.CompletedTask;
    private IConnectionMultiplexer? _on;
    private int _wasMissing;

    /// <summary>Has a mark at each master. Who asks while it is done already waits for the same.</summary>
    /// <returns>Done when they stand.</returns>
    /// <exception cref="RedisUnavailableException">One cannot be made now.</exception>
    public Task StandAsync()
    {
        lock (_gate)
        {
            return _standing = _standing.IsCompleted ? DoNextAsync(() => StandAtAsync(shard.Slots)) : _standing;
        }
    }

    /// <summary>Takes them away, unless a filter needs them.</summary>
    /// <param name="areWanted">Whether one does; asked while none can be made.</param>
    public Task EndUnlessAsync(Func<bool> areWanted)
    {
        lock (_gate)
        {
            return DoNextAsync(() => areWanted() ? Task.CompletedTask : EndAsync([.. _bySlot.Keys]));
        }
    }

    /// <summary>Whether, since this was asked last, one was made where it was missing while others stood: filters may have missed what was published there.</summary>
    public bool WasOneMissing() => Interlocked.Exchange(ref _wasMissing, 0) == 1;

    // One thing after the other
    private Task DoNextAsync(Func<Task> next)
    {
        return _last = DoAfterAsync(_last);

        async Task DoAfterAsync(Task last)
        {
            await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await next();
        }
    }

    private async Task StandAtAsync(IReadOnlyList<int> slots)
    {
        if (!ReferenceEquals(_on, shard.Channels.Multiplexer))
        {
            // They have gone with the connection
            _on = shard.Channels.Multiplexer;
            _bySlot.Clear();
        }

        var isFirst = _bySlot.Count == 0;
        foreach (var slot in slots.Where(slot => !_bySlot.ContainsKey(slot)))
        {
            _bySlot[slot] = await shard.HearAsync(MarkAt(slot), static _ => { });
            Interlocked.CompareExchange(ref _wasMissing, isFirst ? 0 : 1, 0);
        }

        await EndAsync([.. _bySlot.Keys.Except(slots)]);
    }

    private async Task EndAsync(IReadOnlyList<int> slots)
    {
        foreach (var slot in slots)
        {
            _bySlot.Remove(slot, out var mark);
            try
            {
                await mark!.UnsubscribeAsync();
            }
            catch (Exception wrong) when (RedisFailures.IsOfRedis(wrong))
            {
                // It has gone with its connection, or the server
            }
        }
    }

    private RedisChannel MarkAt(int slot)
    {
        for (var number = 0; number < MostTrials; number++)
        {
            var name = names.Of($"f:{number}", "mark");
            if (shard.Channels.Multiplexer.GetHashSlot(name) == slot)
            {
                return RedisChannel.Pattern(name).WithKeyRouting();
            }
        }

        throw new RedisUnavailableException(RedisFailure.ClusterDown, "The connection for channels is not one to a cluster.");
    }
}

using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;
using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Topics;

/// <summary>A pattern of channels that this node hears, for as many filters as there are that begin like it.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="pattern">The pattern.</param>
/// <param name="topics">Who is told.</param>
internal sealed class ListeningFilter(RedisChannel pattern, ActorRef<TopicsMessage> topics)
{
    private const int MaxInflow = 32 * 1024 * 1024;

    private readonly Lock _gate = new();
    private int _count;
    private Task<ChannelMessageQueue>? _queue;

    /// <summary>The pattern.</summary>
    public RedisChannel Pattern => pattern;

    /// <summary>Who is told.</summary>
    public ActorRef<TopicsMessage> Topics => topics;

    /// <summary>Bounds what is on its way to them.</summary>
    public Inflow Inflow { get; } = new(MaxInflow);

    /// <summary>Whether something was left out, and nothing has fitted since. For the one thread that hears.</summary>
    public bool HasLeftOut { get; set; }

    /// <summary>Whether a filter needs it.</summary>
    public bool IsWanted => Volatile.Read(ref _count) > 0;

    /// <summary>One more filter needs it.</summary>
    /// <param name="subscribe">Subscribes to it, if nobody has or who tried could not.</param>
    /// <returns>Done when it is heard.</returns>
    public Task AddAsync(Func<Task<ChannelMessageQueue>> subscribe)
    {
        lock (_gate)
        {
            _count++;
            _queue = _queue is null or { IsFaulted: true } ? subscribe() : _queue;
            return _queue;
        }
    }

    /// <summary>One filter less needs it.</summary>
    /// <param name="queue">Where it is to be heard no longer.</param>
    /// <returns>Whether it was the last.</returns>
    public bool Remove([NotNullWhen(true)] out Task<ChannelMessageQueue>? queue)
    {
        lock (_gate)
        {
            queue = --_count == 0 ? _queue : null;
            _queue = queue is null ? _queue : null;
            return queue is not null;
        }
    }

    /// <summary>Subscribes once more, as what there was is gone.</summary>
    /// <returns>Done when it is heard.</returns>
    public Task RenewAsync(Func<Task<ChannelMessageQueue>> subscribe)
    {
        lock (_gate)
        {
            return _count > 0 ? _queue = subscribe() : Task.CompletedTask;
        }
    }
}

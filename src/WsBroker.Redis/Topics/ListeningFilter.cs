using StackExchange.Redis;
using WsBroker.Actors;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Topics;

/// <summary>A pattern of channels that this node hears, for as many filters as there are that begin like it.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="pattern">The pattern.</param>
/// <param name="topics">Who is told.</param>
internal sealed class ListeningFilter(RedisChannel pattern, ActorRef<TopicsMessage> topics)
{
    private int _count;

    /// <summary>The pattern.</summary>
    public RedisChannel Pattern => pattern;

    /// <summary>Who is told.</summary>
    public ActorRef<TopicsMessage> Topics => topics;

    /// <summary>Where it hears; null while it does not.</summary>
    public ChannelMessageQueue? Queue { get; set; }

    /// <summary>Whether a filter needs it.</summary>
    public bool IsWanted => Volatile.Read(ref _count) > 0;

    /// <summary>One more filter needs it.</summary>
    /// <returns>Whether it is the first.</returns>
    public bool Add() => Interlocked.Increment(ref _count) == 1;

    /// <summary>One filter less needs it.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Remove() => Interlocked.Decrement(ref _count) == 0;
}

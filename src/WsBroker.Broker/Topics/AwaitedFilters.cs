namespace WsBroker.Broker.Topics;

/// <summary>Subscriptions by filter that stand once the shared log listens for them.</summary>
/// <remarks>Belongs to <see cref="TopicsActor"/>. They are few: the log answers within seconds.</remarks>
internal sealed class AwaitedFilters
{
    private readonly List<(Subscriber Asked, TopicsMessage.SubscribeFilter Order)> _all = [];

    /// <summary>Adds one.</summary>
    public void Add(TopicsMessage.SubscribeFilter order) => _all.Add((order.Subscriber, order));

    /// <summary>Takes one out by what the log was asked for.</summary>
    /// <returns>The order as it is now; null if it was taken out before.</returns>
    public TopicsMessage.SubscribeFilter? Take(Subscriber asked) => TakeAt(_all.FindIndex(one => ReferenceEquals(one.Asked, asked)));

    /// <summary>Takes one out by what it is now.</summary>
    /// <returns>Null if it is not here.</returns>
    public TopicsMessage.SubscribeFilter? TakeBack(Subscriber subscriber) => TakeAt(Find(subscriber));

    /// <summary>Has one be of a client that may do other things than before.</summary>
    /// <returns>Whether it is here.</returns>
    public bool Readmit(TopicsMessage.ReadmitFilter change)
    {
        var at = Find(change.Old);
        if (at >= 0)
        {
            _all[at] = (_all[at].Asked, _all[at].Order with { Subscriber = change.Subscriber });
        }

        return at >= 0;
    }

    private int Find(Subscriber subscriber) => _all.FindIndex(one => ReferenceEquals(one.Order.Subscriber, subscriber));

    private TopicsMessage.SubscribeFilter? TakeAt(int at)
    {
        if (at < 0)
        {
            return null;
        }

        var order = _all[at].Order;
        _all.RemoveAt(at);
        return order;
    }
}

using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>What the broker knows of one client: who it is, what it subscribed to, and how much credit it has left.</summary>
/// <remarks>Belongs to its owner, an actor; what the topics answer comes to the owner's mailbox.</remarks>
/// <param name="client">Who the client is.</param>
/// <param name="form">How its deliveries are encoded.</param>
/// <param name="owner">Whose session it is.</param>
/// <param name="topics">The topics of this node.</param>
/// <param name="options">What it may cost.</param>
public sealed class Session(
    Publisher client, WireForm form, ActorRef<SessionMessage> owner, ActorRef<TopicsMessage> topics, SessionOptions options)
{
    private Subscriber[] _subscriptions = [];
    private int _unacceptedPublications;
    private long _unacceptedBytes;

    /// <summary>Whether so much is on its way to topics that the client must not be read now.</summary>
    public bool IsHeldBack =>
        _unacceptedPublications >= options.MaxUnacceptedPublications || _unacceptedBytes >= options.MaxUnacceptedBytes;

    /// <summary>Does what the client asks.</summary>
    /// <returns>The answer, if it is known at once; null when it comes to the owner's mailbox, or when none was wanted.</returns>
    public SessionEvent? Execute(Command command) => command switch
    {
        Command.Publish order => Publish(order),
        Command.Subscribe order => Subscribe(order),
        Command.Unsubscribe order => Unsubscribe(order),
        Command.ReadHistory order => ReadHistory(order),
        Command.Connect order => order.Request.IsNone ? null : new SessionEvent.Connected(order.Request, client),
        Command.Ping order => new SessionEvent.Pong(order.Request),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    /// <summary>Takes note of what the broker told the owner; to be called with every event, before it is written.</summary>
    public void Note(SessionEvent news)
    {
        switch (news)
        {
            case SessionEvent.CreditReturned credit:
                _unacceptedPublications -= credit.Publications;
                _unacceptedBytes -= credit.Bytes;
                break;
            case SessionEvent.SubscriptionEnded ended:
                _subscriptions = Array.FindAll(_subscriptions, known => !IsMeantBy(ended, known));
                break;
            default:
                break;
        }
    }

    /// <summary>Ends all subscriptions. The session is not used afterwards.</summary>
    public void End()
    {
        foreach (var subscription in _subscriptions)
        {
            Leave(subscription, default);
        }

        _subscriptions = [];
    }

    private SessionEvent.Refused? Publish(Command.Publish order)
    {
        if (order.Topic.IsSystem)
        {
            return new SessionEvent.Refused(order.Request, ErrorCode.SystemTopic);
        }

        _unacceptedPublications++;
        _unacceptedBytes += order.Content.Size;
        topics.Tell(new TopicMessage.Publish(order.Topic, order.Content, client, owner, order.Request));
        return null;
    }

    private SessionEvent? Subscribe(Command.Subscribe order)
    {
        if (CheckSubscribe(order) is { } code)
        {
            return new SessionEvent.Refused(order.Request, code);
        }

        var subscriber = new Subscriber(order.Filter, owner, form, order.Echo);
        _subscriptions = [.. _subscriptions, subscriber];
        if (order.Filter.Exact is { } topic)
        {
            topics.Tell(new TopicMessage.Subscribe(topic, subscriber, order.Start, order.Request));
            return null;
        }

        topics.Tell(new TopicsMessage.SubscribeFilter(subscriber));
        return order.Request.IsNone ? null : new SessionEvent.Subscribed(order.Request, order.Filter, Position: null, Recovered: null);
    }

    private ErrorCode? CheckSubscribe(Command.Subscribe order)
    {
        if (order.Filter.Text.StartsWith('$'))
        {
            return ErrorCode.SystemTopic;
        }

        if (Array.Exists(_subscriptions, known => known.Filter.Equals(order.Filter)))
        {
            return ErrorCode.AlreadySubscribed;
        }

        return _subscriptions.Length >= options.MaxSubscriptions ? ErrorCode.TooManySubscriptions : null;
    }

    private SessionEvent? Unsubscribe(Command.Unsubscribe order)
    {
        var subscription = Array.Find(_subscriptions, known => known.Filter.Equals(order.Filter));
        if (subscription is null)
        {
            return new SessionEvent.Refused(order.Request, ErrorCode.NotSubscribed);
        }

        _subscriptions = Array.FindAll(_subscriptions, known => known != subscription);
        Leave(subscription, order.Request);
        var isAnsweredHere = order.Filter.Exact is null && !order.Request.IsNone;
        return isAnsweredHere ? new SessionEvent.Unsubscribed(order.Request, order.Filter) : null;
    }

    private void Leave(Subscriber subscription, RequestId request)
    {
        if (subscription.Filter.Exact is { } topic)
        {
            topics.Tell(new TopicMessage.Unsubscribe(topic, subscription.Filter, owner, request));
        }
        else
        {
            topics.Tell(new TopicsMessage.UnsubscribeFilter(subscription));
        }
    }

    private SessionEvent.Refused? ReadHistory(Command.ReadHistory order)
    {
        if (order.Topic.IsSystem)
        {
            return new SessionEvent.Refused(order.Request, ErrorCode.SystemTopic);
        }

        topics.Tell(new TopicMessage.ReadHistory(order.Topic, order.After, order.Count, owner, order.Request));
        return null;
    }

    private static bool IsMeantBy(SessionEvent.SubscriptionEnded news, Subscriber subscription) =>
        subscription.Filter.Equals(news.Filter)
        && (news.Subscriber is null || ReferenceEquals(news.Subscriber, subscription));
}

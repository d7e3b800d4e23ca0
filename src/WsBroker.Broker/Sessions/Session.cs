using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>What the broker knows of one client: who it is, what it subscribed to, and how much credit it has left.</summary>
/// <remarks>Belongs to its owner, an actor; what the topics answer comes to the owner's mailbox.</remarks>
/// <param name="client">Who the client is, as far as it is known before it says so.</param>
/// <param name="form">How its deliveries are encoded.</param>
/// <param name="owner">Whose session it is.</param>
/// <param name="environment">What sessions share.</param>
public sealed class Session(
    Participant client, WireForm form, ActorRef<SessionMessage> owner, SessionEnvironment environment)
{
    private Participant _client = client;
    private bool _hasBegun;
    private Subscriber[] _subscriptions = [];
    private int _undoneCommands;
    private long _undoneBytes;

    /// <summary>Whether so much is on its way to topics that the client must not be read now.</summary>
    public bool IsHeldBack =>
        _undoneCommands >= Options.MaxUndoneCommands || _undoneBytes >= Options.MaxUndoneBytes;

    private ActorRef<TopicsMessage> Topics => environment.Topics;

    private SessionOptions Options => environment.Options;

    /// <summary>Does what the client asks.</summary>
    /// <returns>The answer, if it is known at once; null when it comes to the owner's mailbox, or when none was wanted.</returns>
    public SessionEvent? Execute(Command command)
    {
        switch (command)
        {
            case Command.Connect order:
                return Connect(order);
            case Command.Ping order:
                return new SessionEvent.Pong(order.Request);
            default:
                _hasBegun = true;
                return ExecuteOnTopic(command);
        }
    }

    /// <summary>Takes note of what the broker told the owner; to be called with every event, before it is written.</summary>
    public void Note(SessionEvent news)
    {
        switch (news)
        {
            case SessionEvent.CreditReturned credit:
                _undoneCommands -= credit.Commands;
                _undoneBytes -= credit.Bytes;
                break;
            case SessionEvent.Refused { Subscriber: { } subscriber }:
                _subscriptions = Array.FindAll(_subscriptions, known => !ReferenceEquals(known, subscriber));
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

    private SessionEvent? ExecuteOnTopic(Command command) => command switch
    {
        Command.Publish order => Publish(order),
        Command.Subscribe order => Subscribe(order),
        Command.Unsubscribe order => Unsubscribe(order),
        Command.ReadHistory order => ReadHistory(order),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    private SessionEvent? Connect(Command.Connect order)
    {
        if (_hasBegun)
        {
            // Topics may know the client already as it was before
            return new SessionEvent.Refused(order.Request, ErrorCode.AlreadyConnected);
        }

        _hasBegun = true;
        _client = _client with { Name = order.Name, Info = order.Info };
        return order.Request.IsNone ? null : new SessionEvent.Connected(order.Request, _client);
    }

    private SessionEvent.Refused? Publish(Command.Publish order)
    {
        if (order.Topic.IsSystem)
        {
            return new SessionEvent.Refused(order.Request, ErrorCode.SystemTopic);
        }

        _undoneCommands++;
        _undoneBytes += order.Content.Size;
        Topics.Tell(new TopicMessage.Publish(order.Topic, order.Content, _client, owner, order.Request));
        return null;
    }

    private SessionEvent? Subscribe(Command.Subscribe order)
    {
        if (CheckSubscribe(order) is { } code)
        {
            return new SessionEvent.Refused(order.Request, code);
        }

        var subscriber = new Subscriber(order.Filter, owner, _client, form, order.Echo);
        _subscriptions = [.. _subscriptions, subscriber];
        _undoneCommands++;
        if (order.Filter.Exact is { } topic)
        {
            Topics.Tell(new TopicMessage.Subscribe(topic, subscriber, order.Start, order.Request));
            return null;
        }

        Topics.Tell(new TopicsMessage.SubscribeFilter(subscriber));
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

        return _subscriptions.Length >= Options.MaxSubscriptions ? ErrorCode.TooManySubscriptions : null;
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
            Topics.Tell(new TopicMessage.Unsubscribe(topic, subscription.Filter, owner, request));
        }
        else
        {
            Topics.Tell(new TopicsMessage.UnsubscribeFilter(subscription));
        }
    }

    private SessionEvent.Refused? ReadHistory(Command.ReadHistory order)
    {
        if (order.Topic.IsSystem)
        {
            return new SessionEvent.Refused(order.Request, ErrorCode.SystemTopic);
        }

        _undoneCommands++;
        Topics.Tell(new TopicMessage.ReadHistory(order.Topic, order.Part, _client, owner, order.Request));
        return null;
    }

    private static bool IsMeantBy(SessionEvent.SubscriptionEnded news, Subscriber subscription) =>
        subscription.Filter.Equals(news.Filter)
        && (news.Subscriber is null || ReferenceEquals(news.Subscriber, subscription));
}

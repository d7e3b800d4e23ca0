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
    private SessionId _id;
    private SubscriptionList _subscriptions;
    private int _undoneCommands;
    private long _undoneBytes;

    /// <summary>Whether so much is on its way to topics that the client must not be read now.</summary>
    public bool IsHeldBack =>
        _undoneCommands >= Options.MaxUndoneCommands || _undoneBytes >= Options.MaxUndoneBytes;

    /// <summary>Who the client is, as far as it is known.</summary>
    public Participant Client => _client;

    /// <summary>What it subscribes to now.</summary>
    public IReadOnlyList<TopicFilter> Subscriptions => _subscriptions.Filters;

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
                _subscriptions.Remove(subscriber);
                break;
            case SessionEvent.Subscribed { Position: { } position } stands when !_id.IsNone:
                _subscriptions.NoteBegin(stands.Filter, position);
                break;
            case SessionEvent.SubscriptionEnded { Subscriber: { } subscriber }:
                _subscriptions.Remove(subscriber);
                break;
            case SessionEvent.SubscriptionEnded ended:
                _subscriptions.TryTake(ended.Filter, out _);
                break;
            case SessionEvent.Connected connected when !_id.IsNone:
                Resume(connected.Subscriptions);
                break;
            default:
                break;
        }
    }

    /// <summary>Ends a subscription that the client has not asked to end.</summary>
    /// <returns>The news for the client; null if there is no such subscription.</returns>
    public SessionEvent? EndSubscription(TopicFilter filter)
    {
        if (!_subscriptions.TryTake(filter, out var subscription))
        {
            return null;
        }

        Leave(subscription, default);
        return new SessionEvent.SubscriptionEnded(filter, ErrorCode.EndedByBackEnd) { Subscriber = subscription };
    }

    /// <summary>Ends all subscriptions. The session is not used afterwards.</summary>
    /// <param name="isForGood">Whether the client wanted it; if not, it may take the session up again over another connection.</param>
    public void End(bool isForGood = false)
    {
        if (!_id.IsNone)
        {
            Keep(isForGood);
        }

        foreach (var subscription in _subscriptions.All)
        {
            Leave(subscription.Subscriber, default);
        }

        _subscriptions.Clear();
    }

    private SessionEvent? ExecuteOnTopic(Command command) => command switch
    {
        Command.Publish order => Publish(order),
        Command.Subscribe order => Subscribe(order),
        Command.Unsubscribe order => Unsubscribe(order),
        Command.ReadHistory order => ReadHistory(order),
        Command.ReadPresence order => ReadPresence(order),
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
        var welcome = new SessionEvent.Connected(order.Request, _client) { Resumed = order.Former is null ? null : false };
        if (environment.Keeping is { } keeping)
        {
            _id = SessionId.Next(keeping.Identifiers);
            welcome = welcome with { Session = _id };
            if (order.Former is { } former)
            {
                keeping.Sessions.Tell(new KeptSessionsMessage.TakeUp(former, welcome, owner, order.Positions));
                return null;
            }

            keeping.Sessions.Tell(new KeptSessionsMessage.Begin(_id, _client.User, owner));
        }

        return order.Request.IsNone ? null : welcome;
    }

    private void Resume(IReadOnlyList<Command.Subscribe> subscriptions)
    {
        // The client may have subscribed to some of it already, without waiting for the answer
        foreach (var order in subscriptions.Where(order => !_subscriptions.Contains(order.Filter)))
        {
            if (CheckSubscribe(order) is { } code)
            {
                owner.Tell(new SessionEvent.SubscriptionEnded(order.Filter, code));
            }
            else if (Subscribe(order, isAnnounced: true) is { } stands)
            {
                owner.Tell(stands);
            }
        }
    }

    private void Keep(bool isForGood)
    {
        var renewals = new List<Command.Subscribe>(_subscriptions.Count);
        foreach (var subscription in _subscriptions.All)
        {
            renewals.Add(subscription.Renewal);
        }

        environment.Keeping!.Sessions.Tell(
            isForGood ? new KeptSessionsMessage.Discard(_id) : new KeptSessionsMessage.Keep(_id, _client.User, renewals));
        _id = default;
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

        return Subscribe(order, isAnnounced: !order.Request.IsNone);
    }

    private SessionEvent.Subscribed? Subscribe(Command.Subscribe order, bool isAnnounced)
    {
        var subscriber = new Subscriber(order.Filter, owner, _client, form, order.Echo) { WantsPresence = order.WantsPresence };
        _subscriptions.Add(subscriber);
        _undoneCommands++;
        if (order.Filter.Exact is { } topic)
        {
            Topics.Tell(new TopicMessage.Subscribe(topic, subscriber, order.Start, order.Request) { IsAnnounced = isAnnounced });
            return null;
        }

        Topics.Tell(new TopicsMessage.SubscribeFilter(subscriber));
        return isAnnounced ? new SessionEvent.Subscribed(order.Request, order.Filter, Position: null, Recovered: null) : null;
    }

    private ErrorCode? CheckSubscribe(Command.Subscribe order)
    {
        if (order.Filter.Text.StartsWith('$'))
        {
            return ErrorCode.SystemTopic;
        }

        if (_subscriptions.Contains(order.Filter))
        {
            return ErrorCode.AlreadySubscribed;
        }

        return _subscriptions.Count >= Options.MaxSubscriptions ? ErrorCode.TooManySubscriptions : null;
    }

    private SessionEvent? Unsubscribe(Command.Unsubscribe order)
    {
        if (!_subscriptions.TryTake(order.Filter, out var subscription))
        {
            return new SessionEvent.Refused(order.Request, ErrorCode.NotSubscribed);
        }

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

    private SessionEvent.Refused? ReadPresence(Command.ReadPresence order)
    {
        if (order.Topic.IsSystem)
        {
            return new SessionEvent.Refused(order.Request, ErrorCode.SystemTopic);
        }

        _undoneCommands++;
        Topics.Tell(new TopicMessage.ReadPresence(order.Topic, _client, owner, order.Request));
        return null;
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
}

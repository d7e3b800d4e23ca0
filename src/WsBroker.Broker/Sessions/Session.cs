using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Rates;
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
    private SessionAccess? _access;
    private SessionRates? _rates;
    private bool _hasBegun;
    private SessionId _id;
    private SubscriptionList _subscriptions;
    private Undone _undone;

    /// <summary>Whether so much is on its way to topics that the client must not be read now.</summary>
    public bool IsHeldBack => _undone.IsTooMuch(Options);

    /// <summary>Whether something that the client has asked for is not done yet.</summary>
    public bool HasUndone => _undone.IsAny;

    /// <summary>Who the client is, as far as it is known.</summary>
    public Participant Client => _client;

    /// <summary>What it subscribes to now.</summary>
    public IReadOnlyList<TopicFilter> Subscriptions => _subscriptions.Filters;

    /// <summary>Whether the client has to prove who it is before it may do anything.</summary>
    public bool IsAwaited => _access?.Standing is Standing.Awaited;

    /// <summary>When <see cref="CheckStanding"/> is to be asked; null if never. Changes are told to the owner.</summary>
    public DateTimeOffset? Deadline => _access?.Standing.Deadline;

    private ActorRef<TopicsMessage> Topics => environment.Topics;

    private SessionOptions Options => environment.Options;

    /// <summary>Begins: comes before everything else.</summary>
    /// <param name="identity">What the client has proved in the handshake; null if nothing.</param>
    /// <param name="seat">Counts the connection for its user; one who is known already has been counted.</param>
    /// <param name="now">The time.</param>
    public void Begin(Identity? identity, IUserSeat seat, DateTimeOffset now)
    {
        _rates = environment.Rates?.Begin(seat);
        if (environment.Verifier is not null)
        {
            _access = new SessionAccess(owner, environment, seat);
            _access.Begin(identity, now);
            NoteIdentity();
        }
    }

    /// <summary>Subscribes to what is meant for the client's user, if it has proved who that is.</summary>
    public void OpenInbox()
    {
        if (_client.Identity is { } identity && TopicFilter.Of(identity.User.ToInbox()) is var inbox && !_subscriptions.Contains(inbox))
        {
            Subscribe(new Command.Subscribe(default, inbox, StartAt.Now.Instance, Echo: true), isAnnounced: false);
        }
    }

    /// <summary>The deadline may have passed.</summary>
    public StandingVerdict CheckStanding(DateTimeOffset now)
    {
        var verdict = _access?.Check(now) ?? StandingVerdict.GoOn;
        if (verdict is StandingVerdict.Expired)
        {
            _subscriptions.End(ErrorCode.TokenExpired, static _ => true, owner, Topics);
        }

        return verdict;
    }

    /// <summary>A message has come from the client; what is in it comes next.</summary>
    /// <param name="bytes">How long it is.</param>
    public void Hear(int bytes) => _rates?.Hear(bytes);

    /// <summary>Does what the client asks.</summary>
    /// <returns>The answer, if it is known at once; null when it comes to the owner's mailbox, or when none was wanted.</returns>
    public SessionEvent? Execute(Command command)
    {
        if (_access?.Standing.Refuse(command) is { } code)
        {
            return new SessionEvent.Refused(command.Request, code);
        }

        if (_rates?.Take(command) is { Ticks: > 0 } wait)
        {
            return new SessionEvent.Refused(command.Request, ErrorCode.RateExceeded) { RetryAfter = wait };
        }

        switch (command)
        {
            case Command.Refresh order:
                return Refresh(order);
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
                _undone.Return(credit);
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
                OpenInbox();
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

        Topics.Tell(SubscriptionChanges.Leave(subscription, owner));
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
            Topics.Tell(SubscriptionChanges.Leave(subscription.Subscriber, owner));
        }

        _subscriptions.Clear();
        _access?.Leave();
    }

    private void NoteIdentity()
    {
        if (_access?.Standing.Identity is { } identity)
        {
            _client = _client with { User = identity.User.Text, Identity = identity };
            _rates?.Enter(identity.User);
        }
    }

    private SessionEvent? Refresh(Command.Refresh order)
    {
        var (before, isInterrupted) = (_client.Identity, _access?.Standing is Standing.Expired);
        if (before is null || _access is null)
        {
            return new SessionEvent.Refused(order.Request, ErrorCode.NotConnected);
        }

        if (_access.Prove(order.Token) is { } code)
        {
            return new SessionEvent.Refused(order.Request, code);
        }

        NoteIdentity();
        if (!_client.Identity!.Subscribe.IsSameAs(before.Subscribe))
        {
            _subscriptions.Readmit(_client, environment, owner);
        }

        if (isInterrupted)
        {
            OpenInbox();
        }

        return order.Request.IsNone ? null : new SessionEvent.Refreshed(order.Request, _client.Identity.ExpiresAt);
    }

    private SessionEvent? ExecuteOnTopic(Command command) => command switch
    {
        Command.Publish order => Hand(
            order.Request, !order.Topic.IsSystem, new TopicMessage.Publish(order.Topic, order.Content, _client, owner, order.Request), order.Content.Size),
        Command.Subscribe order => Subscribe(order),
        Command.Unsubscribe order => Unsubscribe(order),
        Command.ReadHistory order => Hand(
            order.Request, !_client.IsBarredFrom(order.Topic.Text), new TopicMessage.ReadHistory(order.Topic, order.Part, _client, owner, order.Request)),
        Command.ReadPresence order => Hand(
            order.Request, !_client.IsBarredFrom(order.Topic.Text), new TopicMessage.ReadPresence(order.Topic, _client, owner, order.Request)),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    private SessionEvent? Connect(Command.Connect order)
    {
        if (_hasBegun)
        {
            // Topics may know the client already as it was before
            return new SessionEvent.Refused(order.Request, ErrorCode.AlreadyConnected);
        }

        if (_access is not null && Prove(order) is { } code)
        {
            return new SessionEvent.Refused(order.Request, code);
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

            keeping.Sessions.Tell(new KeptSessionsMessage.Begin(_id, _client.Owner, owner));
        }

        OpenInbox();
        return order.Request.IsNone ? null : welcome;
    }

    private ErrorCode? Prove(Command.Connect order)
    {
        var code = order.Token is { } token ? _access!.Prove(token) : null;
        NoteIdentity();
        return code ?? (IsAwaited ? ErrorCode.NotConnected : null);
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
            else
            {
                Subscribe(order, isAnnounced: true);
            }
        }
    }

    private void Keep(bool isForGood)
    {
        environment.Keeping!.Sessions.Tell(
            isForGood ? new KeptSessionsMessage.Discard(_id) : new KeptSessionsMessage.Keep(_id, _client.Owner, _subscriptions.Renewals));
        _id = default;
    }

    private SessionEvent.Refused? Subscribe(Command.Subscribe order)
    {
        if (CheckSubscribe(order) is { } code)
        {
            return new SessionEvent.Refused(order.Request, code);
        }

        Subscribe(order, isAnnounced: !order.Request.IsNone);
        return null;
    }

    private void Subscribe(Command.Subscribe order, bool isAnnounced)
    {
        var subscriber = new Subscriber(order.Filter, owner, _client, form, order.Echo) { WantsPresence = order.WantsPresence };
        _subscriptions.Add(subscriber);
        _undone.Add();
        Topics.Tell(order.Filter.Exact is { } topic
            ? new TopicMessage.Subscribe(topic, subscriber, order.Start, order.Request) { IsAnnounced = isAnnounced }
            : new TopicsMessage.SubscribeFilter(subscriber, order.Request) { IsAnnounced = isAnnounced });
    }

    private ErrorCode? CheckSubscribe(Command.Subscribe order) => environment.CheckSubscribe(order.Filter, _client, _subscriptions);

    private SessionEvent? Unsubscribe(Command.Unsubscribe order)
    {
        if (!_subscriptions.TryTake(order.Filter, out var subscription))
        {
            return new SessionEvent.Refused(order.Request, ErrorCode.NotSubscribed);
        }

        Topics.Tell(SubscriptionChanges.Leave(subscription, owner, order.Request));
        var isAnsweredHere = order.Filter.Exact is null && !order.Request.IsNone;
        return isAnsweredHere ? new SessionEvent.Unsubscribed(order.Request, order.Filter) : null;
    }

    /// <summary>Hands a message to its topic, for the credit of one command.</summary>
    private SessionEvent.Refused? Hand(RequestId request, bool isAllowed, TopicMessage message, int bytes = 0)
    {
        if (!isAllowed)
        {
            return new SessionEvent.Refused(request, ErrorCode.SystemTopic);
        }

        _undone.Add(bytes);
        Topics.Tell(message);
        return null;
    }
}

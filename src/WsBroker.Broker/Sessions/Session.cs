using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Hooks;
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
    private HookedCommands? _hooked;
    private Renewal _renewal;
    private SubscriptionList _subscriptions;
    private Undone _undone;

    /// <summary>Whether so much is on its way to topics that the client must not be read now.</summary>
    public bool IsHeldBack => _undone.IsTooMuch(Options) || _hooked?.IsTooMuch(Options) is true;

    /// <summary>Whether something that the client has asked for is not done yet.</summary>
    public bool HasUndone => _undone.IsAny || _hooked is { IsIdle: false };

    /// <summary>Who the client is, as far as it is known.</summary>
    public Participant Client => _client;

    /// <summary>What it subscribes to now.</summary>
    public IReadOnlyList<TopicFilter> Subscriptions => _subscriptions.Filters;

    /// <summary>Whether the client has to prove who it is, or a back end has to let it in, before it may do anything.</summary>
    public bool IsAwaited => _access?.Standing.IsAwaited is true;

    /// <summary>When <see cref="CheckStanding"/> is to be asked; null if never. Changes are told to the owner.</summary>
    public DateTimeOffset? Deadline => _access?.Standing.Deadline;

    /// <summary>Whether the client has connected, or asked for something else of topics.</summary>
    internal bool HasBegun { get; private set; }

    private ActorRef<TopicsMessage> Topics => environment.Topics;

    private SessionOptions Options => environment.Options;

    /// <summary>Begins: comes before everything else.</summary>
    /// <param name="identity">What the client has proved in the handshake; null if nothing.</param>
    /// <param name="seat">Counts the connection for its user; one who is known already has been counted.</param>
    /// <param name="now">The time.</param>
    public void Begin(Identity? identity, IUserSeat seat, DateTimeOffset now)
    {
        _rates = environment.Rates?.Begin(seat);
        _hooked = environment.Hooks is { } hooks ? new HookedCommands(hooks, owner, this) : null;
        if (environment.Verifier is not null || identity is not null || environment.Hooks is { AsksConnect: true })
        {
            _access = new SessionAccess(owner, environment, seat);
            _access.Begin(identity, now);
            NoteIdentity();
        }
    }

    /// <summary>Subscribes to what is meant for the client's user, if it has proved who that is.</summary>
    public void OpenInbox()
    {
        if (_hooked?.PostponesInbox() is not true && _client.Identity is { } identity && TopicFilter.Of(identity.User.ToInbox()) is var inbox && !_subscriptions.Contains(inbox))
        {
            Subscribe(new Command.Subscribe(default, inbox, StartAt.Now.Instance, Echo: true), isAnnounced: false);
        }
    }

    /// <summary>The deadline may have passed.</summary>
    public StandingVerdict CheckStanding(DateTimeOffset now)
    {
        var verdict = _access?.Check(now, _hooked) ?? StandingVerdict.GoOn;
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
        if (_rates?.Take(command) is { Ticks: > 0 } wait)
        {
            return new SessionEvent.Refused(command.Request, ErrorCode.RateExceeded) { RetryAfter = wait };
        }

        return _hooked is null ? Check(command) ?? Do(command) : _hooked.Execute(command);
    }

    /// <summary>A back end has answered: does what waited for that.</summary>
    /// <returns>What the client is answered, in order; each is done when it is asked for.</returns>
    public IEnumerable<SessionEvent> Continue(SessionEvent.HookAnswered news) => _hooked?.Continue(news.Answer) ?? [];

    /// <summary>Whether a command may be done now; for <c>connect</c>, this takes its token.</summary>
    internal SessionEvent.Refused? Check(Command command)
    {
        if (RefuseByStanding(command) is { } refused)
        {
            return refused;
        }

        // Topics may know a client that has begun already as it was before
        var code = command is not Command.Connect order ? null
            : HasBegun ? ErrorCode.AlreadyConnected
            : Prove(order);
        return code is null ? null : new SessionEvent.Refused(command.Request, code.Value);
    }

    /// <summary>Whether what the client has proved is enough for a command.</summary>
    internal SessionEvent.Refused? RefuseByStanding(Command command) =>
        _access?.Standing.Refuse(command) is { } code ? new SessionEvent.Refused(command.Request, code) : null;

    /// <summary>Does a command that may be done.</summary>
    internal SessionEvent? Do(Command command)
    {
        switch (command)
        {
            case Command.Refresh order:
                return Refresh(order);
            case Command.Connect order:
                return Connect(order);
            case Command.Ping order:
                return new SessionEvent.Pong(order.Request);
            case Command.Enter:
                return null;
            default:
                HasBegun = true;
                return ExecuteOnTopic(command);
        }
    }

    /// <summary>A back end lets the client in, and perhaps says who it is; that does not count if it has proved so itself.</summary>
    /// <returns>Null, or why that user may not come in.</returns>
    internal ErrorCode? LetIn(HookAnswer.Allowed allowed)
    {
        var code = _access?.LetIn(allowed.Identity);
        NoteIdentity();
        _client = _client with { Info = allowed.Info ?? _client.Info };
        return code;
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
            case SessionEvent.Subscribed { Position: { } position } stands when _renewal.IsKept:
                _subscriptions.NoteBegin(stands.Filter, position);
                break;
            case SessionEvent.SubscriptionEnded { Subscriber: { } subscriber }:
                _subscriptions.Remove(subscriber);
                break;
            case SessionEvent.SubscriptionEnded ended:
                _subscriptions.TryTake(ended.Filter, out _);
                break;
            case SessionEvent.Connected connected when _renewal.IsKept:
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
        _hooked?.End();
        var awaitedFor = _renewal.IsKept && !isForGood ? environment.Keeping!.Age : TimeSpan.Zero;
        _renewal.End(environment.Keeping, _client, _subscriptions, isForGood);
        foreach (var subscription in _subscriptions.All)
        {
            Topics.Tell(SubscriptionChanges.Leave(subscription.Subscriber, owner, awaitedFor: awaitedFor));
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

        // Without keys for tokens none is looked at, and none may count
        var code = environment.Verifier is null ? ErrorCode.InvalidToken : _access.Prove(order.Token);
        if (code is not null)
        {
            return new SessionEvent.Refused(order.Request, code.Value);
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
        Command.Subscribe order => Subscribe(order),
        Command.Unsubscribe order => Unsubscribe(order),
        _ => Hand(command),
    };

    private SessionEvent.Connected? Connect(Command.Connect order)
    {
        HasBegun = true;
        _client = _client with { Name = order.Name, Info = order.Info };
        if (_renewal.Begin(order, _client, environment.Keeping, owner) is not { } welcome)
        {
            return null;
        }

        OpenInbox();
        return order.Request.IsNone ? null : welcome;
    }

    private ErrorCode? Prove(Command.Connect order)
    {
        var code = order.Token is { } token ? _access?.Prove(token) : null;
        NoteIdentity();
        return code ?? (_access?.Standing is Standing.Awaited ? ErrorCode.NotConnected : null);
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

    /// <summary>Hands a command to its topic, for the credit of one.</summary>
    private SessionEvent.Refused? Hand(Command command)
    {
        if (command.ToMessage(_client, owner) is not { } message)
        {
            return new SessionEvent.Refused(command.Request, ErrorCode.SystemTopic);
        }

        _undone.Add(command is Command.Publish order ? order.Content.Size : 0);
        Topics.Tell(message);
        return null;
    }
}

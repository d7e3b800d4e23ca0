using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>Keeps sessions whose connection is lost, until their client comes back or their time is over.</summary>
/// <remarks>
/// It also knows which connection has which session, so that a client whose old connection is not known to be lost yet can take
/// its session over. In a cluster the nodes keep them together, and ask each other for those that are still connected; what cannot be
/// kept there is kept here. If it ever fails, clients that come back subscribe anew.
/// </remarks>
/// <param name="options">How long and how many.</param>
/// <param name="sharing">Where they go that may be taken up at other nodes; null if there are none.</param>
/// <param name="metrics">Where they are counted; null if they are not.</param>
public sealed class KeptSessionsActor(KeptSessionOptions options, SessionSharing? sharing, BrokerMetrics? metrics) : Actor<KeptSessionsMessage>
{
    private readonly KeptSessions _kept = new(options);
    private readonly Dictionary<SessionId, (string? User, ActorRef<SessionMessage> Owner)> _connected = [];
    private readonly HandOvers _handOvers = new();

    // Sessions of clients for which others are asked
    private readonly HashSet<SessionId> _seeking = [];
    private bool _isTimed;

    /// <summary>How to start it.</summary>
    public static Props<KeptSessionsMessage> Props(KeptSessionOptions options, SessionSharing? sharing = null, BrokerMetrics? metrics = null) =>
        new(() => new KeptSessionsActor(options, sharing, metrics))
        {
            Supervision = new SupervisionPolicy.Restart(
                FirstBackoff: TimeSpan.FromMilliseconds(100), MaxBackoff: TimeSpan.FromSeconds(10), MaxRestarts: 10, Within: TimeSpan.FromMinutes(1)),
        };

    /// <inheritdoc/>
    protected override void TurnEnded()
    {
        if (metrics is not null)
        {
            metrics.KeptSessions = _kept.Count;
        }
    }

    /// <inheritdoc/>
    protected override void Receive(KeptSessionsMessage message)
    {
        switch (message)
        {
            case KeptSessionsMessage.Begin order:
                _connected[order.Id] = (order.User, order.Owner);
                break;
            case KeptSessionsMessage.TakeUp order:
                TakeUp(order);
                break;
            case KeptSessionsMessage.HandOver order:
                HandOver(order);
                break;
            case KeptSessionsMessage.Keep order:
                Keep(order);
                break;
            case KeptSessionsMessage.Discard order:
                Forget(order.Id);
                Pass(order.Id, subscriptions: null);
                break;
            case KeptSessionsMessage.AgePassed:
                _isTimed = false;
                ForgetAged();
                break;
            case KeptSessionsMessage.HandOverTimedOut late when _handOvers.Has(late.Former, late.Heir):
                Pass(late.Former, subscriptions: null);
                break;
            case KeptSessionsMessage.HandOverTimedOut:
                break;
            default:
                Share(message);
                break;
        }
    }

    private void Share(KeptSessionsMessage message)
    {
        switch (message)
        {
            case KeptSessionsMessage.KeptTogether news when !_kept.Remove(news.Id):
                // Its client has come back meanwhile
                sharing!.Shared.Discard(news.Id);
                break;
            case KeptSessionsMessage.KeptTogether:
                break;
            case KeptSessionsMessage.Sought { Found: null, IsAgain: false } news when _seeking.Contains(news.Order.Welcome.Session):
                Ask(news.Order);
                break;
            case KeptSessionsMessage.Sought news:
                EndSeeking(news.Order, news.Found);
                break;
            case KeptSessionsMessage.Asked { Found: null } news when _seeking.Contains(news.Order.Welcome.Session):
                // While the others were asked it may have gone from who had it to where all keep them
                Seek(news.Order, isAgain: true);
                break;
            case KeptSessionsMessage.Asked news:
                EndSeeking(news.Order, news.Found);
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    private void TakeUp(KeptSessionsMessage.TakeUp order)
    {
        var heir = new Heir(order.Welcome.Session, subscriptions => Answer(order, subscriptions));
        if (TryPassOn(order.Former, order.Welcome.Client.Owner, heir))
        {
            return;
        }

        if (sharing is null)
        {
            Answer(order, subscriptions: null);
            return;
        }

        _seeking.Add(order.Welcome.Session);
        Seek(order, isAgain: false);
    }

    private void Seek(KeptSessionsMessage.TakeUp order, bool isAgain) => sharing!.Shared.Take(
        order.Former,
        order.Welcome.Client.Owner,
        To<IReadOnlyList<Command.Subscribe>?>(found => new KeptSessionsMessage.Sought(order, found, isAgain)));

    private void HandOver(KeptSessionsMessage.HandOver order)
    {
        if (!TryPassOn(order.Former, order.User, new Heir(default, order.ReplyTo.Tell)))
        {
            order.ReplyTo.Tell(message: null);
        }
    }

    /// <summary>Passes a session on if it is kept here, or as soon as the connection that has it hands it over.</summary>
    private bool TryPassOn(SessionId former, string? user, Heir heir)
    {
        if (_kept.TryFind(former, out var kept) && IsSame(kept.User, user))
        {
            _kept.Remove(former);
            heir.Inherit(kept.Subscriptions);
            return true;
        }

        if (!_connected.TryGetValue(former, out var connected) || !IsSame(connected.User, user) || !_handOvers.TryAdd(former, heir))
        {
            return false;
        }

        connected.Owner.Tell(SessionEvent.TakenOver.Instance);
        Context.Schedule(options.HandOverTimeout, new KeptSessionsMessage.HandOverTimedOut(former, heir));
        return true;
    }

    // Who has it may not know yet that its connection is lost, or be about to hand it in
    private void Ask(KeptSessionsMessage.TakeUp order) => sharing!.Cluster().Tell(new ClusterMessage.Ask(
        new NodeQuestion.HandOver(order.Former, order.Welcome.Client.Owner),
        To<ClusterAnswer>(answer => new KeptSessionsMessage.Asked(
            order, answer.Parts.OfType<NodeAnswer.Session>().FirstOrDefault(static one => one.Subscriptions is not null)?.Subscriptions))));

    private void EndSeeking(KeptSessionsMessage.TakeUp order, IReadOnlyList<Command.Subscribe>? found)
    {
        if (_seeking.Remove(order.Welcome.Session))
        {
            Answer(order, found);
        }
        else if (found is not null)
        {
            // The client has gone again, and does not know its new session: it will come back to this one
            Keep(order.Former, order.Welcome.Client.Owner, found);
        }
    }

    private void Keep(KeptSessionsMessage.Keep order)
    {
        if (!Forget(order.Id) && !Pass(order.Id, order.Subscriptions))
        {
            Keep(order.Id, order.User, order.Subscriptions);
        }
    }

    private void Keep(SessionId id, string? user, IReadOnlyList<Command.Subscribe> subscriptions)
    {
        _kept.Add(new KeptSession(id, user, subscriptions, Context.Time.GetTimestamp()));
        SetTimer();
        sharing?.Shared.Keep(id, user, subscriptions, To<bool>(isKept => isKept ? new KeptSessionsMessage.KeptTogether(id) : null));
    }

    /// <summary>The session has no connection any more.</summary>
    /// <returns>Whether it was still waiting for another's subscriptions, so that its client does not know it yet.</returns>
    private bool Forget(SessionId id)
    {
        _connected.Remove(id);
        return _handOvers.Forget(id) || _seeking.Remove(id);
    }

    private bool Pass(SessionId former, IReadOnlyList<Command.Subscribe>? subscriptions)
    {
        if (!_handOvers.TryTake(former, out var heir))
        {
            return false;
        }

        heir.Inherit(subscriptions);
        return true;
    }

    private void Answer(KeptSessionsMessage.TakeUp order, IReadOnlyList<Command.Subscribe>? subscriptions)
    {
        _connected[order.Welcome.Session] = (order.Welcome.Client.Owner, order.Owner);
        order.Owner.Tell(order.Welcome with
        {
            Resumed = subscriptions is not null,
            Subscriptions = [.. (subscriptions ?? []).Select(one => From(one, order.Positions))],
        });
    }

    private static Command.Subscribe From(Command.Subscribe subscription, IReadOnlyDictionary<string, TopicPosition> positions) =>
        subscription.Filter.Exact is not null && positions.TryGetValue(subscription.Filter.Text, out var position)
            ? subscription with { Start = new StartAt.After(position) }
            : subscription;

    private static bool IsSame(string? user, string? other) => string.Equals(user, other, StringComparison.Ordinal);

    private void ForgetAged()
    {
        while (_kept.Oldest is { } oldest && AgeOf(oldest) >= options.Age)
        {
            _kept.Remove(oldest.Id);
        }

        SetTimer();
    }

    private void SetTimer()
    {
        if (!_isTimed && _kept.Oldest is { } oldest)
        {
            _isTimed = true;
            var left = options.Age - AgeOf(oldest);
            Context.Schedule(left > TimeSpan.Zero ? left : TimeSpan.Zero, new KeptSessionsMessage.AgePassed());
        }
    }

    private TimeSpan AgeOf(KeptSession session) => Context.Time.GetElapsedTime(session.Since);

    private AnswerRef<TAnswer, KeptSessionsMessage> To<TAnswer>(Func<TAnswer, KeptSessionsMessage?> translate) => new(Context.Self, translate);
}

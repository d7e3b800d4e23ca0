using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>Keeps sessions whose connection is lost, until their client comes back or their time is over.</summary>
/// <remarks>
/// It also knows which connection has which session, so that a client whose old connection is not known to be lost yet can take
/// its session over. If it ever fails, clients that come back subscribe anew.
/// </remarks>
public sealed class KeptSessionsActor(KeptSessionOptions options) : Actor<KeptSessionsMessage>
{
    private readonly KeptSessions _kept = new(options);
    private readonly Dictionary<SessionId, (string? User, ActorRef<SessionMessage> Owner)> _connected = [];

    // Who waits for a session to be handed over, by the id of that and, the other way round, by its own
    private readonly Dictionary<SessionId, KeptSessionsMessage.TakeUp> _awaited = [];
    private readonly Dictionary<SessionId, SessionId> _waiting = [];
    private bool _isTimed;

    /// <summary>How to start it.</summary>
    public static Props<KeptSessionsMessage> Props(KeptSessionOptions options) => new(() => new KeptSessionsActor(options))
    {
        Supervision = new SupervisionPolicy.Restart(
            FirstBackoff: TimeSpan.FromMilliseconds(100), MaxBackoff: TimeSpan.FromSeconds(10), MaxRestarts: 10, Within: TimeSpan.FromMinutes(1)),
    };

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
            case KeptSessionsMessage.Keep order:
                Keep(order);
                break;
            case KeptSessionsMessage.Discard order:
                Forget(order.Id);
                HandOver(order.Id, subscriptions: null);
                break;
            case KeptSessionsMessage.AgePassed:
                _isTimed = false;
                ForgetAged();
                break;
            case KeptSessionsMessage.HandOverTimedOut late when _waiting.ContainsKey(late.Next):
                HandOver(late.Former, subscriptions: null);
                break;
            case KeptSessionsMessage.HandOverTimedOut:
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    private void TakeUp(KeptSessionsMessage.TakeUp order)
    {
        if (_kept.TryFind(order.Former, out var kept) && IsOf(kept.User, order))
        {
            _kept.Remove(order.Former);
            Answer(order, kept.Subscriptions);
        }
        else if (_connected.TryGetValue(order.Former, out var former) && IsOf(former.User, order) && _awaited.TryAdd(order.Former, order))
        {
            _waiting.Add(order.Welcome.Session, order.Former);
            former.Owner.Tell(SessionEvent.TakenOver.Instance);
            Context.Schedule(
                options.HandOverTimeout, new KeptSessionsMessage.HandOverTimedOut(order.Former, order.Welcome.Session));
        }
        else
        {
            Answer(order, subscriptions: null);
        }
    }

    private void Keep(KeptSessionsMessage.Keep order)
    {
        if (!Forget(order.Id) && !HandOver(order.Id, order.Subscriptions))
        {
            _kept.Add(new KeptSession(order.Id, order.User, order.Subscriptions, Context.Time.GetTimestamp()));
            SetTimer();
        }
    }

    /// <summary>The session has no connection any more.</summary>
    /// <returns>Whether it was still waiting for another's subscriptions, so that its client does not know it yet.</returns>
    private bool Forget(SessionId id)
    {
        _connected.Remove(id);
        return _waiting.Remove(id, out var former) && _awaited.Remove(former);
    }

    private bool HandOver(SessionId former, IReadOnlyList<Command.Subscribe>? subscriptions)
    {
        if (!_awaited.Remove(former, out var order))
        {
            return false;
        }

        _waiting.Remove(order.Welcome.Session);
        Answer(order, subscriptions);
        return true;
    }

    private void Answer(KeptSessionsMessage.TakeUp order, IReadOnlyList<Command.Subscribe>? subscriptions)
    {
        _connected[order.Welcome.Session] = (order.Welcome.Client.User, order.Owner);
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

    private static bool IsOf(string? user, KeptSessionsMessage.TakeUp order) =>
        string.Equals(user, order.Welcome.Client.User, StringComparison.Ordinal);

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
}

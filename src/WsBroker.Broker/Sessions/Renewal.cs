using WsBroker.Actors;
using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Sessions;

/// <summary>How a session is kept, so that its client can take it up again over another connection.</summary>
/// <remarks>A mutable struct, to save an object for each session: not to be copied.</remarks>
internal struct Renewal
{
    private SessionId _id;

    /// <summary>Whether it will be kept.</summary>
    public readonly bool IsKept => !_id.IsNone;

    /// <summary>The client has connected: names its session, or asks for the former one.</summary>
    /// <returns>What the client is told; null if the owner is told that, once it is known what becomes of the former session.</returns>
    public SessionEvent.Connected? Begin(Command.Connect order, Participant client, SessionKeeping? keeping, ActorRef<SessionMessage> owner)
    {
        var welcome = new SessionEvent.Connected(order.Request, client) { Resumed = order.Former is null ? null : false };
        if (keeping is null)
        {
            return welcome;
        }

        _id = SessionId.Next(keeping.Identifiers);
        welcome = welcome with { Session = _id };
        if (order.Former is { } former)
        {
            keeping.Sessions.Tell(new KeptSessionsMessage.TakeUp(former, welcome, owner, order.Positions));
            return null;
        }

        keeping.Sessions.Tell(new KeptSessionsMessage.Begin(_id, client.Owner, owner));
        return welcome;
    }

    /// <summary>The session ends: keeps what would make it again, unless it ends for good.</summary>
    public void End(SessionKeeping? keeping, Participant client, in SubscriptionList subscriptions, bool isForGood)
    {
        if (IsKept)
        {
            keeping!.Sessions.Tell(
                isForGood ? new KeptSessionsMessage.Discard(_id) : new KeptSessionsMessage.Keep(_id, client.Owner, subscriptions.Renewals));
            _id = default;
        }
    }
}

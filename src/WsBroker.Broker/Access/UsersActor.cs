using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Access;

/// <summary>Which sessions have proved who their client is; ends them when that is revoked.</summary>
/// <remarks>
/// A revocation is noted before sessions are told, and each session is checked when it enters: one whose token was verified before, and that
/// comes here after, is told as well.
/// </remarks>
public sealed class UsersActor(Revocations revocations) : Actor<UsersMessage>
{
    private readonly Dictionary<ActorRef<SessionMessage>, Identity> _sessions = [];

    /// <summary>How to start it.</summary>
    public static Props<UsersMessage> Props(Revocations revocations) => new(() => new UsersActor(revocations));

    /// <inheritdoc/>
    protected override void Receive(UsersMessage message)
    {
        switch (message)
        {
            case UsersMessage.Enter news:
                Enter(news);
                break;
            case UsersMessage.Leave news:
                _sessions.Remove(news.Session);
                break;
            case UsersMessage.Revoke order:
                order.ReplyTo.Tell(Revoke(order.Revocation));
                break;
            case UsersMessage.Learn { Revocation: var revocation } when !revocations.Has(revocation):
                Revoke(revocation);
                break;
            case UsersMessage.Learn:
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    private void Enter(UsersMessage.Enter news)
    {
        _sessions[news.Session] = news.Identity;
        if (revocations.Cover(news.Identity))
        {
            news.Session.Tell(SessionEvent.TokenRevoked.Instance);
        }
    }

    private int? Revoke(Revocation revocation)
    {
        if (!revocations.TryAdd(revocation))
        {
            return null;
        }

        var meant = _sessions.Where(session => revocation.Covers(session.Value)).Select(static session => session.Key).ToList();
        meant.ForEach(static session => session.Tell(SessionEvent.TokenRevoked.Instance));
        return meant.Count;
    }
}

using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Access;

/// <summary>Which sessions have proved who their client is; ends them when that is revoked.</summary>
/// <remarks>
/// Thread-safe, and not an actor, for which each connection would be two messages more, and one that it has in common with all others. Users are spread over some lists, each with a lock of its own, so that nobody waits while all are looked through. A
/// revocation is noted before sessions are told, and each session is checked when it enters: one whose token was verified before, and
/// that comes here after, is told as well.
/// </remarks>
/// <param name="revocations">What has been revoked.</param>
public sealed class Users(Revocations revocations)
{
    private const int Lists = 64;

    private readonly UserSessionList[] _lists = [.. Enumerable.Range(0, Lists).Select(_ => new UserSessionList(revocations))];

    /// <summary>A session's client has proved who it is. The session is told <see cref="SessionEvent.TokenRevoked"/> if that does not count any more.</summary>
    /// <returns>Its place, to be left in the end.</returns>
    public UserSession Enter(Identity identity, ActorRef<SessionMessage> session)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var place = new UserSession(identity, session, ListOf(identity.User));
        place.Enter();
        return place;
    }

    /// <summary>Ends all sessions whose tokens are meant, and lets none of them come back.</summary>
    /// <returns>How many were ended; null if there are too many revocations, and this one is not in force.</returns>
    public int? Revoke(Revocation revocation) => revocations.TryAdd(revocation) ? End(revocation) : null;

    /// <summary>As <see cref="Revoke"/>, of a revocation that was made elsewhere and may be known here already.</summary>
    public void Learn(Revocation revocation)
    {
        if (!revocations.Has(revocation))
        {
            Revoke(revocation);
        }
    }

    private int End(Revocation revocation) => revocation is Revocation.OfUser { User: var user }
        ? ListOf(user).End(revocation)
        : _lists.Sum(list => list.End(revocation));

    private UserSessionList ListOf(UserId user) => _lists[(uint)user.GetHashCode() % Lists];
}

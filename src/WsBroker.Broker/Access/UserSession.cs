using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Access;

/// <summary>The place of one session among those whose client is known. Its methods are for its session alone.</summary>
public sealed class UserSession
{
    private readonly ActorRef<SessionMessage> _session;
    private readonly UserSessionList _list;

    internal UserSession(Identity identity, ActorRef<SessionMessage> session, UserSessionList list)
    {
        Identity = identity;
        _session = session;
        _list = list;
    }

    /// <summary>What the client has proved, lastly. Under the list's lock, as the neighbours.</summary>
    internal Identity Identity { get; set; }

    /// <summary>The session before it in the list.</summary>
    internal UserSession? Previous { get; set; }

    /// <summary>The session behind it in the list.</summary>
    internal UserSession? Next { get; set; }

    /// <summary>The client has proved so once more: the same user. The session is told <see cref="SessionEvent.TokenRevoked"/> if that does not count any more.</summary>
    public void Renew(Identity identity) => _list.Change(this, identity);

    /// <summary>The session has ended: it is told nothing more. Once.</summary>
    public void Leave() => _list.Remove(this);

    internal void Enter() => _list.Add(this);

    internal void End() => _session.Tell(SessionEvent.TokenRevoked.Instance);
}

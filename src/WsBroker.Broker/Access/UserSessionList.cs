namespace WsBroker.Broker.Access;

/// <summary>The sessions of some users. Thread-safe: one lock, held for a few writes when one comes or goes.</summary>
internal sealed class UserSessionList(Revocations revocations)
{
    private readonly Lock _gate = new();
    private UserSession? _first;

    /// <summary>Takes a session in, and tells it if its token has been revoked meanwhile.</summary>
    public void Add(UserSession session)
    {
        lock (_gate)
        {
            session.Next = _first;
            _first?.Previous = session;
            _first = session;
            Check(session);
        }
    }

    /// <summary>A session has another token.</summary>
    public void Change(UserSession session, Identity identity)
    {
        lock (_gate)
        {
            session.Identity = identity;
            Check(session);
        }
    }

    /// <summary>Lets go of a session that is there.</summary>
    public void Remove(UserSession session)
    {
        lock (_gate)
        {
            if (session.Previous is { } previous)
            {
                previous.Next = session.Next;
            }
            else
            {
                _first = session.Next;
            }

            session.Next?.Previous = session.Previous;
        }
    }

    /// <summary>Tells all sessions whose tokens are meant.</summary>
    /// <returns>How many they are.</returns>
    public int End(Revocation revocation)
    {
        var ended = 0;
        lock (_gate)
        {
            for (var session = _first; session is not null; session = session.Next)
            {
                if (revocation.Covers(session.Identity))
                {
                    session.End();
                    ended++;
                }
            }
        }

        return ended;
    }

    // Under the lock, so that a revocation is either seen here, or finds the session
    private void Check(UserSession session)
    {
        if (revocations.Cover(session.Identity))
        {
            session.End();
        }
    }
}

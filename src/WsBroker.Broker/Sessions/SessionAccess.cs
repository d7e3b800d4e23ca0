using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Hooks;

namespace WsBroker.Broker.Sessions;

/// <summary>What a session's client has proved of itself: its standing, and how that changes.</summary>
/// <remarks>Belongs to the session. There is none where nobody can prove anything.</remarks>
/// <param name="owner">Whose session it is.</param>
/// <param name="environment">What sessions share.</param>
/// <param name="seat">Counts the connection for its user.</param>
internal sealed class SessionAccess(ActorRef<SessionMessage> owner, SessionEnvironment environment, IUserSeat seat)
{
    private UserSession? _place;

    /// <summary>What the client has proved, and until when.</summary>
    public Standing Standing { get; private set; } = Standing.Anonymous.Instance;

    /// <summary>Begins with what was proved in the handshake, or with nothing.</summary>
    public void Begin(Identity? identity, DateTimeOffset now)
    {
        if (identity is not null)
        {
            Enter(identity);
        }
        else if (environment.Access.IsRequired)
        {
            Standing = new Standing.Awaited(now + environment.Access.AuthTimeout);
        }
        else if (environment.Hooks is { GuardsEntry: true })
        {
            Standing = new Standing.Outside(now + environment.Access.AuthTimeout);
        }
    }

    /// <summary>Takes a token of the client. The owner is told that the deadline has changed.</summary>
    /// <returns>Why it is not taken, or null.</returns>
    public ErrorCode? Prove(string token)
    {
        var code = Proof.Take(token, Standing, environment.Verifier, seat, out var identity);
        if (identity is not null)
        {
            Enter(identity);
            owner.Tell(SessionEvent.DeadlineChanged.Instance);
        }

        return code;
    }

    /// <summary>A back end lets the client in, and perhaps says who it is, which does not count if it has proved so itself. The owner is told that the deadline has changed.</summary>
    /// <returns>Null, or why that user may not come in.</returns>
    public ErrorCode? LetIn(Identity? identity)
    {
        if (Standing.Identity is not null)
        {
            return null;
        }

        if (identity is null)
        {
            Standing = Standing is Standing.Outside ? Standing.Anonymous.Instance : Standing;
            return null;
        }

        // It may have been revoked while the back end was asked
        var code = environment.Revocations?.Cover(identity) is true ? ErrorCode.InvalidToken : seat.Count(identity.User);
        if (code is null)
        {
            Enter(identity);
            owner.Tell(SessionEvent.DeadlineChanged.Instance);
        }

        return code;
    }

    /// <summary>The deadline may have passed.</summary>
    /// <param name="now">The time.</param>
    /// <param name="hooked">Knows whether a client that was not let in has an excuse; null where nobody has to be.</param>
    public StandingVerdict Check(DateTimeOffset now, HookedCommands? hooked)
    {
        if (!(Standing.Deadline <= now))
        {
            return StandingVerdict.GoOn;
        }

        switch (Standing)
        {
            case Standing.Identified { Who: var identity }:
                Standing = new Standing.Expired(identity, identity.ExpiresAt + environment.Access.ExpiryGrace);
                return StandingVerdict.Expired;
            case Standing.Outside when hooked?.TakeExcuse() is { } more:
                Standing = new Standing.Outside(now + more + environment.Access.AuthTimeout);
                return StandingVerdict.GoOn;
            case Standing.Awaited or Standing.Outside:
                return StandingVerdict.NeverProved;
            default:
                return StandingVerdict.NotRenewed;
        }
    }

    /// <summary>The session has ended.</summary>
    public void Leave()
    {
        if (Standing.Identity is not null)
        {
            _place?.Leave();
            _place = null;
            Standing = Standing.Anonymous.Instance;
        }
    }

    private void Enter(Identity identity)
    {
        Standing = new Standing.Identified(identity);
        if (_place is null)
        {
            _place = environment.Users?.Enter(identity, owner);
        }
        else
        {
            _place.Renew(identity);
        }
    }
}

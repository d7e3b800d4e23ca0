using WsBroker.Broker.Access;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Rates;

/// <summary>How much of what a client asks may be done now: as much as its connection, its user and its address have left.</summary>
/// <remarks>Belongs to the session. There is none where nothing is limited.</remarks>
/// <param name="limits">What all sessions share.</param>
/// <param name="own">What the connection has left.</param>
/// <param name="seat">Speaks for the address.</param>
internal sealed class SessionRates(RateLimits limits, Allowances own, IUserSeat seat)
{
    private UserId? _user;
    private TimeSpan _tooManyBytes;

    /// <summary>It is known who the client is.</summary>
    public void Enter(UserId user) => _user = user;

    /// <summary>A message has come; if its bytes are too many, the command that is in it is refused.</summary>
    public void Hear(int bytes) => _tooManyBytes = Take(RateKind.Bytes, bytes);

    /// <summary>Whether a command may be done now.</summary>
    /// <returns>Zero if it may, and has been counted; otherwise so long it takes until it may.</returns>
    public TimeSpan Take(Command command) => command switch
    {
        _ when _tooManyBytes > TimeSpan.Zero => _tooManyBytes,
        Command.Publish => Take(RateKind.Publish, 1),
        Command.Subscribe { IsCounted: true } => TimeSpan.Zero,
        Command.Subscribe or Command.ReadHistory or Command.ReadPresence => Take(RateKind.Subscribe, 1),
        _ => TimeSpan.Zero,
    };

    /// <summary>Whether so many subscriptions may be made now, all at once; more than a burst may be if there have been none for as long.</summary>
    /// <returns>Zero if they may, and have been counted; otherwise so long it takes until they may.</returns>
    public TimeSpan TakeSubscriptions(int count) => Take(RateKind.Subscribe, count);

    // What one of the three refuses takes nothing of the others
    private TimeSpan Take(RateKind kind, int amount)
    {
        var wait = limits.Note(RateScope.Connection, kind, own.Take(kind, amount));
        if (wait > TimeSpan.Zero)
        {
            return wait;
        }

        wait = _user is null ? TimeSpan.Zero : limits.Users.Take(_user, kind, amount);
        if (wait == TimeSpan.Zero)
        {
            wait = seat.Take(kind, amount);
            if (wait == TimeSpan.Zero)
            {
                return wait;
            }

            GiveBackOfUser(kind, amount);
        }

        own.GiveBack(kind, amount);
        return wait;
    }

    private void GiveBackOfUser(RateKind kind, int amount)
    {
        if (_user is not null)
        {
            limits.Users.GiveBack(_user, kind, amount);
        }
    }
}

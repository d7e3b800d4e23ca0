using WsBroker.Broker.Rates;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Access;

/// <summary>A connection's place among those of its user and its address.</summary>
public interface IUserSeat
{
    /// <summary>Counts the connection for a user, now that it is known.</summary>
    /// <returns>Null, or why the user may not have one more. The place is given back when the connection ends.</returns>
    ErrorCode? Count(UserId user);

    /// <summary>Takes of what may come from the connection's address in a second.</summary>
    /// <returns>Zero if it was taken or is not limited; otherwise nothing was, and so long it takes until it may come.</returns>
    TimeSpan Take(RateKind kind, int amount);
}

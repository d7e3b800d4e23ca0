namespace WsBroker.Broker.Access;

/// <summary>A connection's place among those of its user.</summary>
public interface IUserSeat
{
    /// <summary>Counts the connection for a user, now that it is known.</summary>
    /// <returns>Whether the user may have one more. The place is given back when the connection ends.</returns>
    bool TryCount(UserId user);
}

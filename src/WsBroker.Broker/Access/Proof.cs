using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Access;

/// <summary>What a token that a client brings is good for. Who a client is never changes, once it is known.</summary>
internal static class Proof
{
    /// <summary>Takes a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="standing">What the client has proved before.</param>
    /// <param name="verifier">Verifies tokens; null where there is no key for that, and none is looked at.</param>
    /// <param name="seat">Counts the connection for its user, when that becomes known.</param>
    /// <param name="identity">Whom it stands for; null if it is not taken, or not looked at.</param>
    /// <returns>Why it is not taken, or null.</returns>
    public static ErrorCode? Take(string token, Standing standing, ITokenVerifier? verifier, IUserSeat? seat, out Identity? identity)
    {
        identity = null;
        switch (verifier?.Verify(token))
        {
            case null:
                return null;
            case Verification.Accepted accepted:
                var code = Check(accepted.Identity, standing, seat);
                identity = code is null ? accepted.Identity : null;
                return code;
            case Verification.Unavailable:
                return ErrorCode.TokensUnavailable;
            case Verification.Refused { Problem: TokenProblem.Expired }:
                return ErrorCode.TokenExpired;
            default:
                return ErrorCode.InvalidToken;
        }
    }

    private static ErrorCode? Check(Identity identity, Standing standing, IUserSeat? seat)
    {
        if (standing.Identity is { } known)
        {
            return known.User.Equals(identity.User) ? null : ErrorCode.OtherUser;
        }

        return seat?.Count(identity.User);
    }
}

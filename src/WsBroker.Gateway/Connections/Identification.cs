using System.Diagnostics;
using WsBroker.Broker.Access;
using WsBroker.Protocols;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Connections;

/// <summary>Tells by a request who the client is.</summary>
internal static class Identification
{
    /// <summary>Verifies the token of a request, if it presents one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="endpoint">What it is for.</param>
    /// <param name="environment">How tokens are verified, and whether there must be one.</param>
    /// <param name="identity">Who the client is; null if it has not said so.</param>
    /// <returns>Why it may not come in, or <see cref="UpgradeRefusal.None"/>.</returns>
    public static UpgradeRefusal Read(
        UpgradeRequest request, IEndpoint endpoint, ConnectionEnvironment environment, out Identity? identity)
    {
        identity = null;
        if (environment.Sessions.Verifier is not { } verifier)
        {
            return UpgradeRefusal.None;
        }

        var refusal = PresentedToken.Find(request, environment.TakesTokenFromQuery, out var token);
        if (refusal is not UpgradeRefusal.None)
        {
            return refusal;
        }

        if (token is null)
        {
            var mustBeThere = environment.Sessions.Access.IsRequired && !endpoint.AwaitsConnect;
            return mustBeThere ? UpgradeRefusal.TokenMissing : UpgradeRefusal.None;
        }

        return Read(verifier.Verify(token), out identity);
    }

    private static UpgradeRefusal Read(Verification verification, out Identity? identity)
    {
        identity = (verification as Verification.Accepted)?.Identity;
        return verification switch
        {
            Verification.Accepted => UpgradeRefusal.None,
            Verification.Refused => UpgradeRefusal.TokenInvalid,
            Verification.Unavailable => UpgradeRefusal.TokensUnavailable,
            _ => throw new UnreachableException(verification.GetType().Name),
        };
    }
}

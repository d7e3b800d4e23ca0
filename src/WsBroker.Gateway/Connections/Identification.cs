using System.Diagnostics;
using WsBroker.Broker.Access;
using WsBroker.Gateway.Peers;
using WsBroker.Protocols;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Connections;

/// <summary>Tells by a request who the client is.</summary>
internal static class Identification
{
    /// <summary>Verifies the token of a request, if it presents one; otherwise the client is whom its certificate names.</summary>
    /// <param name="request">The request.</param>
    /// <param name="peer">Whose it is.</param>
    /// <param name="endpoint">What it is for.</param>
    /// <param name="environment">How tokens are verified, and whether there must be one.</param>
    /// <param name="identity">Who the client is; null if it has not said so.</param>
    /// <returns>Why it may not come in, or <see cref="UpgradeRefusal.None"/>.</returns>
    public static UpgradeRefusal Read(
        UpgradeRequest request, Peer peer, IEndpoint endpoint, ConnectionEnvironment environment, out Identity? identity)
    {
        identity = null;
        ReadOnlyMemory<char>? token = null;
        var verifier = environment.Sessions.Verifier;
        var refusal = verifier is null ? UpgradeRefusal.None : PresentedToken.Find(request, environment.TakesTokenFromQuery, out token);
        if (refusal is not UpgradeRefusal.None)
        {
            return refusal;
        }

        if (token is { } presented)
        {
            return Read(verifier!.Verify(presented.Span), out identity);
        }

        if (peer.Certified is { } certified && environment.Sessions.Revocations?.Cover(certified) is true)
        {
            return UpgradeRefusal.TokenInvalid;
        }

        identity = peer.Certified;
        var mustBeThere = environment.Sessions.Access.IsRequired && identity is null && (verifier is null || !endpoint.AwaitsConnect);
        return mustBeThere ? UpgradeRefusal.TokenMissing : UpgradeRefusal.None;
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

using WsBroker.Broker.Access;

namespace WsBroker.Server.Auth;

/// <summary>Verifies tokens, lets none pass that has been revoked, and counts what comes of them. Thread-safe.</summary>
/// <param name="verifier">Verifies them.</param>
/// <param name="revocations">What has been revoked.</param>
/// <param name="metrics">Where it is counted.</param>
internal sealed class CountedVerifier(ITokenVerifier verifier, Revocations revocations, AuthMetrics metrics) : ITokenVerifier
{
    private static readonly Verification _revoked = new Verification.Refused(TokenProblem.Revoked);

    /// <inheritdoc/>
    public Verification Verify(ReadOnlySpan<char> token)
    {
        var verification = verifier.Verify(token);
        verification = verification is Verification.Accepted accepted && revocations.Cover(accepted.Identity) ? _revoked : verification;
        metrics.Verified(verification);
        return verification;
    }
}

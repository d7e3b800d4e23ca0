using System.Buffers;
using System.Collections.Frozen;
using WsBroker.Broker.Access;
using WsBroker.Server.Options;

namespace WsBroker.Server.Auth;

/// <summary>Verifies JSON Web Tokens (RFC 7519), signed and not encrypted.</summary>
/// <remarks>
/// In this order: size and shape, header, issuer, key, algorithm, signature; and only then the claims are believed. The header chooses among
/// keys that are known and nothing else: what it says of keys or addresses of keys is not looked at. Thread-safe; never throws.
/// </remarks>
internal sealed class JwtVerifier : ITokenVerifier
{
    private readonly AuthOptions _options;
    private readonly TimeProvider _time;
    private readonly FrozenDictionary<string, Issuer> _issuers;
    private readonly Issuer? _anyIssuer;
    private readonly JwtHeaderReader _headers = new();

    /// <summary>Makes it.</summary>
    /// <param name="issuers">Whose tokens are taken, each with a name of its own, or one alone without.</param>
    /// <param name="options">How long tokens may live, and by how much clocks may differ.</param>
    /// <param name="time">The clock.</param>
    public JwtVerifier(IReadOnlyList<Issuer> issuers, AuthOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _issuers = issuers.Where(static issuer => issuer.Name is not null)
            .ToFrozenDictionary(static issuer => issuer.Name!, StringComparer.Ordinal);
        _anyIssuer = issuers.FirstOrDefault(static issuer => issuer.Name is null);
    }

    /// <inheritdoc/>
    public Verification Verify(ReadOnlySpan<char> token)
    {
        if (CompactToken.TrySplit(token, out var parts) is { } malformed)
        {
            return new Verification.Refused(malformed);
        }

        if (_headers.Read(parts.Header, out var header) is { } wrongHeader)
        {
            return new Verification.Refused(wrongHeader);
        }

        if (ReadClaims(parts.Claims, out var claims) is { } wrongClaims)
        {
            return new Verification.Refused(wrongClaims);
        }

        var issuer = Find(claims.Issuer);
        if (issuer is null)
        {
            return new Verification.Refused(TokenProblem.UnknownIssuer);
        }

        return issuer.FindKey(header.KeyId) is { } key
            ? Verify(parts, header, claims, issuer, key)
            : WithoutKey(issuer, claims);
    }

    private static TokenProblem? ReadClaims(ReadOnlySpan<char> encoded, out JwtClaims claims)
    {
        claims = JwtClaims.None;
        var buffer = ArrayPool<byte>.Shared.Rent(CompactToken.MaxLength);
        try
        {
            return CompactToken.TryDecode(encoded, buffer, out var json) ?? JwtClaims.TryRead(json, out claims);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Issuer? Find(string? name) => name is null ? _anyIssuer : _issuers.GetValueOrDefault(name, _anyIssuer!);

    private static Verification WithoutKey(Issuer issuer, JwtClaims claims) => issuer.MayLearnKey(claims.IssuedAt)
        ? Verification.Unavailable.Instance
        : new Verification.Refused(TokenProblem.UnknownKey);

    private Verification Verify(in CompactToken parts, JwtHeader header, JwtClaims claims, Issuer issuer, VerificationKey key)
    {
        var problem = CheckSignature(parts, header, key) ?? CheckAudience(claims, issuer) ?? CheckTimes(claims);
        if (problem is not null)
        {
            return new Verification.Refused(problem.Value);
        }

        // Nothing that a token says of itself: a tenant signs whatever it likes, but with its own key
        var tenant = key.Tenant ?? issuer.Tenant;
        return claims.Subject is { } subject && UserId.TryParse(subject, tenant, out var user)
            ? new Verification.Accepted(Identify(user, claims))
            : new Verification.Refused(TokenProblem.InvalidUser);
    }

    private static TokenProblem? CheckSignature(in CompactToken parts, JwtHeader header, VerificationKey key)
    {
        if (!string.Equals(header.Algorithm, key.Algorithm.Name, StringComparison.Ordinal))
        {
            return TokenProblem.WrongAlgorithm;
        }

        return key.Verifies(parts.Signed, parts.Signature) ? null : TokenProblem.WrongSignature;
    }

    private static TokenProblem? CheckAudience(JwtClaims claims, Issuer issuer) =>
        issuer.Audience is null || claims.Audiences?.Contains(issuer.Audience, StringComparer.Ordinal) is true
            ? null
            : TokenProblem.WrongAudience;

    private TokenProblem? CheckTimes(JwtClaims claims)
    {
        var now = _time.GetUtcNow();
        if (claims.NotBefore - _options.Leeway > now || claims.IssuedAt - _options.Leeway > now)
        {
            return TokenProblem.NotYetValid;
        }

        if (claims.ExpiresAt is not { } expires || expires - (claims.IssuedAt ?? now) > _options.MaxTokenLife)
        {
            return TokenProblem.LivesTooLong;
        }

        return expires + _options.Leeway <= now ? TokenProblem.Expired : null;
    }

    private Identity Identify(UserId user, JwtClaims claims) => new(user, claims.ExpiresAt!.Value + _options.Leeway)
    {
        TokenId = claims.TokenId,
        IssuedAt = claims.IssuedAt,
        Publish = claims.Publish ?? Grants.None,
        Subscribe = claims.Subscribe ?? Grants.None,
    };
}

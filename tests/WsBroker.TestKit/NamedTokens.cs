using System.Collections.Concurrent;
using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;

namespace WsBroker.TestKit;

/// <summary>Tokens that are just names, each for an identity that a test has thought of. Thread-safe.</summary>
/// <param name="time">The clock.</param>
public sealed class NamedTokens(TimeProvider time) : ITokenVerifier
{
    private readonly ConcurrentDictionary<string, Verification> _tokens = new(StringComparer.Ordinal);
    private int _asked;

    /// <summary>How often one was verified.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>What has been revoked.</summary>
    public Revocations Revocations { get; } = new(TimeSpan.FromHours(1), time);

    /// <summary>Has a token stand for a user.</summary>
    /// <param name="token">The token, which is its own id.</param>
    /// <param name="user">The user.</param>
    /// <param name="publish">What it may publish to.</param>
    /// <param name="subscribe">What it may subscribe to.</param>
    /// <param name="life">How long it is valid; an hour by default.</param>
    /// <param name="tenant">Whose user it is; empty for nobody's.</param>
    /// <returns>The token.</returns>
    public string Add(string token, string user, string[]? publish = null, string[]? subscribe = null, TimeSpan? life = null, string tenant = "")
    {
        _tokens[token] = new Verification.Accepted(Identity(token, user, publish, subscribe, life, tenant));
        return token;
    }

    /// <summary>Has it be said of a token that it can't be verified now.</summary>
    public void AddUnavailable(string token) => _tokens[token] = Verification.Unavailable.Instance;

    /// <inheritdoc/>
    public Verification Verify(ReadOnlySpan<char> token)
    {
        Interlocked.Increment(ref _asked);
        return _tokens.GetValueOrDefault(token.ToString()) switch
        {
            null => new Verification.Refused(TokenProblem.WrongSignature),
            Verification.Accepted { Identity: var identity } when identity.ExpiresAt <= time.GetUtcNow() => new Verification.Refused(TokenProblem.Expired),
            Verification.Accepted { Identity: var identity } when Revocations.Cover(identity) => new Verification.Refused(TokenProblem.Revoked),
            var known => known,
        };
    }

    private Identity Identity(string token, string user, string[]? publish, string[]? subscribe, TimeSpan? life, string tenant)
    {
        var now = time.GetUtcNow();
        return new Identity(UserId.TryParse(user, tenant, out var id) ? id : throw new ArgumentException(user, nameof(user)), now + (life ?? TimeSpan.FromHours(1)))
        {
            TokenId = token,
            IssuedAt = now,
            Publish = Grants(publish),
            Subscribe = Grants(subscribe),
        };
    }

    private static Grants Grants(string[]? filters) =>
        new([.. (filters ?? []).Select(static text => TopicFilter.TryParse(text, out var filter, out _) ? filter : throw new ArgumentException(text, nameof(text)))]);
}

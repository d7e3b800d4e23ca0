namespace WsBroker.Server.Options;

/// <summary>Who may come in, and how that is proved.</summary>
public sealed record AuthOptions
{
    /// <summary>Whether nobody may do anything without a good token.</summary>
    public bool Required { get; init; }

    /// <summary>Keys of tokens.</summary>
    public IReadOnlyList<AuthKeyOptions> Keys { get; init; } = [];

    /// <summary>Where <see cref="Issuer"/> publishes further keys; null if it does not.</summary>
    public Uri? Jwks { get; init; }

    /// <summary>What tokens must say in <c>iss</c>; null if they may say anything.</summary>
    public string? Issuer { get; init; }

    /// <summary>What tokens must have in <c>aud</c>; null if that does not matter.</summary>
    public string? Audience { get; init; }

    /// <summary>How the topics begin that tokens of <see cref="Issuer"/> are for; null: all of them. A key may say otherwise.</summary>
    public string? Prefix { get; init; }

    /// <summary>Further issuers, each with keys of its own.</summary>
    public IReadOnlyList<IssuerOptions> Issuers { get; init; } = [];

    /// <summary>How often published keys are fetched. 10 s to 1 day.</summary>
    // Issuers publish a key long before they use it
    public TimeSpan JwksInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>By how much the clocks of issuers and ours may differ; tokens count for so much longer. 0 to 5 min.</summary>
    public TimeSpan Leeway { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a token may live, from when it was made; others are not taken. 1 min to 3650 days.</summary>
    // Revocations are kept for so long
    public TimeSpan MaxTokenLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether tokens are taken from the query of a request.</summary>
    // A browser has nowhere else for it but the subprotocols; proxies in between may log it, we never do
    public bool TokenInQuery { get; init; } = true;

    /// <summary>How long a client whose token has expired may take to bring another. 0 to 1 h.</summary>
    // Centrifuge's
    public TimeSpan ExpiryGrace { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a client may take to prove who it is, where it has to. 100 ms to 1 h.</summary>
    // A client that has connected has its token at hand
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether some tokens are for the topics of a tenant only.</summary>
    public bool HasTenants => Prefix is not null || Keys.Any(static key => key.Prefix is not null) || Issuers.Any(static issuer => issuer.Prefix is not null);

    /// <summary>Whether tokens can be verified at all.</summary>
    public bool HasKeys => Keys.Count > 0 || Jwks is not null || Issuers.Count > 0;
}

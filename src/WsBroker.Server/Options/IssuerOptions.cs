namespace WsBroker.Server.Options;

/// <summary>A further issuer of tokens.</summary>
public sealed record IssuerOptions
{
    /// <summary>What its tokens say in <c>iss</c>.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>Where it publishes its keys.</summary>
    public Uri? Jwks { get; init; }

    /// <summary>What its tokens must have in <c>aud</c>; null if that does not matter.</summary>
    public string? Audience { get; init; }

    /// <summary>How the topics begin that its tokens are for; null: all of them.</summary>
    public string? Prefix { get; init; }
}

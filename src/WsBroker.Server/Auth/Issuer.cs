namespace WsBroker.Server.Auth;

/// <summary>Somebody who makes tokens: its name and its keys, which are nobody else's.</summary>
/// <param name="name">What its tokens say in <c>iss</c>; null if they may say anything, or nothing.</param>
/// <param name="audience">One of those whom its tokens must be for; null if that does not matter.</param>
/// <param name="configured">The keys of the configuration.</param>
/// <param name="published">The keys that it publishes; null if it does not.</param>
internal sealed class Issuer(string? name, string? audience, KeySet configured, JwksSource? published)
{
    /// <summary>What its tokens say in <c>iss</c>; null if they may say anything, or nothing.</summary>
    public string? Name => name;

    /// <summary>One of those whom its tokens must be for; null if that does not matter.</summary>
    public string? Audience => audience;

    /// <summary>How the topics begin that its tokens are for, if their key does not say; empty: all of them.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The key that a token names, or null.</summary>
    public VerificationKey? FindKey(string? id) => configured.Find(id) ?? published?.Keys.Find(id);

    /// <summary>A token names a key that is not known: whether it may be known soon.</summary>
    /// <param name="made">When the token says that it was made, if it does.</param>
    public bool MayLearnKey(DateTimeOffset? made) => published?.AskAgain(made) ?? false;
}

namespace WsBroker.Broker.Access;

/// <summary>Who a client has proved to be, and for how long. Immutable.</summary>
/// <param name="User">The user.</param>
/// <param name="ExpiresAt">When the proof ends.</param>
public sealed record Identity(UserId User, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether it ends at all.</summary>
    public bool Expires => ExpiresAt < DateTimeOffset.MaxValue;

    /// <summary>The token's own name, by which it can be revoked; null if it has none.</summary>
    public string? TokenId { get; init; }

    /// <summary>When the token was made; null if it does not say.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>The topics that the token names for publishing.</summary>
    public Grants Publish { get; init; } = Grants.None;

    /// <summary>The topics that the token names for subscribing, and for reading what goes with that.</summary>
    public Grants Subscribe { get; init; } = Grants.None;
}

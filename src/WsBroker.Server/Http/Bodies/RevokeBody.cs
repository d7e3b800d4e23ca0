namespace WsBroker.Server.Http.Bodies;

/// <summary>What is revoked: exactly one of token and user.</summary>
internal sealed record RevokeBody
{
    /// <summary>One token, by its <c>jti</c>, or else…</summary>
    public string? Token { get; init; }

    /// <summary>…all tokens of a user…</summary>
    public string? User { get; init; }

    /// <summary>…that were made before this time, in seconds since 1970; none: before now.</summary>
    public long? Before { get; init; }

    /// <summary>Whose token or user it is; none: as the API key says.</summary>
    public string? Tenant { get; init; }
}

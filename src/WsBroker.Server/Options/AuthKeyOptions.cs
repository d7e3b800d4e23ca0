namespace WsBroker.Server.Options;

/// <summary>A key of tokens.</summary>
public sealed record AuthKeyOptions
{
    /// <summary>How tokens name it (<c>kid</c>); empty if it is the only one and they need not.</summary>
    public string Id { get; init; } = "";

    /// <summary>The one algorithm that it is for.</summary>
    public string Algorithm { get; init; } = "";

    /// <summary>The secret of an HMAC. Not for logs.</summary>
    public string? Secret { get; init; }

    /// <summary>The file of an RSA or ECDSA key in PEM: public, private, or a certificate.</summary>
    public string? File { get; init; }

    /// <summary>How the topics begin that tokens of this key are for; null: as with its issuer.</summary>
    public string? Prefix { get; init; }
}

namespace WsBroker.Broker.Access;

/// <summary>Why a token is not taken, for us: in logs and as a metric's tag.</summary>
public enum TokenProblem
{
    /// <summary>It is longer than a token may be; it was not looked into.</summary>
    TooLong,

    /// <summary>It is not three parts in Base64url, or its header or claims are not the JSON that they must be.</summary>
    Malformed,

    /// <summary>It is encrypted, which is not spoken here.</summary>
    Encrypted,

    /// <summary>Its header asks for an extension that must be understood (<c>crit</c>).</summary>
    UnknownExtension,

    /// <summary>Its issuer is none that is configured.</summary>
    UnknownIssuer,

    /// <summary>Its key is none that its issuer has.</summary>
    UnknownKey,

    /// <summary>It says another algorithm than its key is for.</summary>
    WrongAlgorithm,

    /// <summary>Its signature is not that of its key.</summary>
    WrongSignature,

    /// <summary>It is for another audience.</summary>
    WrongAudience,

    /// <summary>It has expired.</summary>
    Expired,

    /// <summary>It is not valid yet, or was made in the future.</summary>
    NotYetValid,

    /// <summary>It is valid for longer than tokens may be, or for ever.</summary>
    LivesTooLong,

    /// <summary>It names no user, or one that can't be.</summary>
    InvalidUser,

    /// <summary>A claim has the wrong type or a value out of range, or stands twice.</summary>
    InvalidClaim,

    /// <summary>It has been revoked.</summary>
    Revoked,
}

namespace WsBroker.Server.Auth;

/// <summary>The kinds of keys.</summary>
internal enum KeyKind
{
    /// <summary>A secret that both sides share.</summary>
    Hmac,

    /// <summary>RSA.</summary>
    Rsa,

    /// <summary>An elliptic curve.</summary>
    Ecdsa,
}

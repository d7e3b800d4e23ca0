using System.Collections.Frozen;

namespace WsBroker.Server.Auth;

/// <summary>A way to sign that is taken (RFC 7518 §3.1). There is no <c>none</c> among them.</summary>
/// <param name="Name">As <c>alg</c> has it.</param>
/// <param name="Kind">What kind of key it takes.</param>
/// <param name="KeyBits">The size of the key: at least this for HMAC and RSA, exactly this for ECDSA.</param>
internal sealed record SigningAlgorithm(string Name, KeyKind Kind, int KeyBits)
{
    // RFC 7518 §3.2: an HMAC's key is at least as long as its hash; §3.3: RSA from 2048 bits on
    private static readonly FrozenDictionary<string, SigningAlgorithm> _all = new SigningAlgorithm[]
    {
        new("HS256", KeyKind.Hmac, 256),
        new("HS384", KeyKind.Hmac, 384),
        new("HS512", KeyKind.Hmac, 512),
        new("RS256", KeyKind.Rsa, 2048),
        new("RS384", KeyKind.Rsa, 2048),
        new("RS512", KeyKind.Rsa, 2048),
        new("PS256", KeyKind.Rsa, 2048),
        new("PS384", KeyKind.Rsa, 2048),
        new("PS512", KeyKind.Rsa, 2048),
        new("ES256", KeyKind.Ecdsa, 256),
        new("ES384", KeyKind.Ecdsa, 384),
        new("ES512", KeyKind.Ecdsa, 521),
    }.ToFrozenDictionary(static algorithm => algorithm.Name, StringComparer.Ordinal);

    /// <summary>The names of all, in words.</summary>
    public static string Names => string.Join(", ", _all.Keys.Order(StringComparer.Ordinal));

    /// <summary>The algorithm of this name, or null.</summary>
    public static SigningAlgorithm? Find(string name) => _all.GetValueOrDefault(name);

    /// <summary>The algorithm of a public key that does not say which it is for: the usual one of its kind and size.</summary>
    public static SigningAlgorithm? UsualFor(KeyKind kind, int keyBits) => kind is KeyKind.Rsa
        ? Find("RS256")
        : _all.Values.FirstOrDefault(algorithm => algorithm.Kind == kind && algorithm.KeyBits == keyBits);

    /// <summary>Whether a key of this kind and size can be used for it.</summary>
    public bool Takes(KeyKind kind, int keyBits) =>
        kind == Kind && (kind is KeyKind.Ecdsa ? keyBits == KeyBits : keyBits >= KeyBits);
}

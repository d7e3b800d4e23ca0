using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace WsBroker.Server.Auth;

/// <summary>Reads a set of public keys (RFC 7517 §5).</summary>
internal static class JwksReader
{
    /// <summary>The most keys of a set; further ones are left out.</summary>
    private const int MaxKeys = 100;

    /// <summary>Takes the keys that can verify tokens; others, secrets among them, are left out.</summary>
    /// <returns>The keys; null if the text is no set of keys, or none of them can be used.</returns>
    public static KeySet? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var keys = new JsonWebKeySet(Encoding.UTF8.GetString(json)).Keys
                .Take(MaxKeys)
                .Select(Take)
                .OfType<VerificationKey>()
                .ToList();
            return keys.Count == 0 ? null : new KeySet(keys);
        }
        catch (ArgumentException)
        {
            // How JsonWebKeySet tells that something is not JSON, or not a set of keys
            return null;
        }
    }

    private static VerificationKey? Take(JsonWebKey key)
    {
        KeyKind? kind = key.Kty switch
        {
            "RSA" => KeyKind.Rsa,
            "EC" => KeyKind.Ecdsa,
            _ => null,
        };
        var isForSignatures = string.IsNullOrEmpty(key.Use) || key.Use is "sig";
        if (kind is null || !isForSignatures || string.IsNullOrEmpty(key.Kid))
        {
            return null;
        }

        try
        {
            var algorithm = string.IsNullOrEmpty(key.Alg) ? SigningAlgorithm.UsualFor(kind.Value, key.KeySize) : SigningAlgorithm.Find(key.Alg);
            return algorithm?.Takes(kind.Value, key.KeySize) is true ? new VerificationKey(key.Kid, algorithm, key) : null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidOperationException or NotSupportedException or System.Security.Cryptography.CryptographicException)
        {
            // Numbers that are no key: this one is left out, and the others count
            return null;
        }
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace WsBroker.Server.Auth;

/// <summary>A key that verifies signatures, for one algorithm and no other. Thread-safe.</summary>
internal sealed class VerificationKey
{
    private readonly SignatureProvider _provider;

    /// <summary>Makes it.</summary>
    /// <param name="id">How tokens name it; empty if it has no name.</param>
    /// <param name="algorithm">What it is for.</param>
    /// <param name="key">The key itself.</param>
    /// <param name="tenant">How the topics begin that its tokens are for; null: as with its issuer.</param>
    public VerificationKey(string id, SigningAlgorithm algorithm, SecurityKey key, string? tenant = null)
    {
        Id = id;
        Algorithm = algorithm;
        Tenant = tenant;

        // Of its own, because the shared one keeps keys for as long as the process lives
        _provider = new CryptoProviderFactory { CacheSignatureProviders = false }.CreateForVerifying(key, algorithm.Name);
    }

    /// <summary>How tokens name it; empty if it has no name.</summary>
    public string Id { get; }

    /// <summary>What it is for.</summary>
    public SigningAlgorithm Algorithm { get; }

    /// <summary>How the topics begin that its tokens are for; null: as with its issuer.</summary>
    public string? Tenant { get; }

    /// <summary>Whether the signature is this key's.</summary>
    /// <param name="signed">What was signed: ASCII.</param>
    /// <param name="signature">The signature in Base64url.</param>
    public bool Verifies(ReadOnlySpan<char> signed, ReadOnlySpan<char> signature)
    {
        var message = new byte[signed.Length];
        Encoding.ASCII.GetBytes(signed, message);
        var decoded = new byte[Base64Url.GetMaxDecodedLength(signature.Length)];
        var status = Base64Url.DecodeFromChars(signature, decoded, out _, out var length);
        try
        {
            return status is OperationStatus.Done && length > 0 && _provider.Verify(message, decoded[..length]);
        }
        catch (CryptographicException)
        {
            // A signature of a length that the key never makes
            return false;
        }
    }
}

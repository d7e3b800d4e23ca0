using System.Security.Cryptography;
using System.Text;
using WsBroker.Server.Options;

namespace WsBroker.Server.Keys;

/// <summary>The API keys that are good now. Thread-safe; replaced as a whole.</summary>
internal sealed class ApiKeys
{
    private volatile Known _known;

    /// <param name="keys">The first ones.</param>
    public ApiKeys(IReadOnlyList<ApiKeyOptions> keys) => _known = new Known(keys);

    /// <summary>Whether there are none: then the API is for this machine only.</summary>
    public bool IsEmpty => _known.ByHash.Length + _known.ByCertificate.Count == 0;

    /// <summary>Puts others in their place.</summary>
    public void Replace(IReadOnlyList<ApiKeyOptions> keys) => _known = new Known(keys);

    /// <summary>Finds the key that somebody presents.</summary>
    /// <remarks>
    /// Compared are hashes, each of them in a time that does not depend on where it differs, and always all: how long it takes says
    /// nothing of any key but its length.
    /// </remarks>
    /// <returns>Null if there is no such key.</returns>
    public ApiKey? Find(string presented)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(presented), hash);
        ApiKey? found = null;
        foreach (var (known, key) in _known.ByHash)
        {
            found = CryptographicOperations.FixedTimeEquals(known, hash) ? key : found;
        }

        return found;
    }

    /// <summary>Finds the key that a client's certificate counts as. Whoever shows it has proved in the handshake that it is its own.</summary>
    /// <param name="certificate">Its SHA-256, in hexadecimal digits.</param>
    /// <returns>Null if it counts as none.</returns>
    public ApiKey? FindCertified(string certificate) => _known.ByCertificate.GetValueOrDefault(certificate);

    private sealed class Known(IReadOnlyList<ApiKeyOptions> keys)
    {
        public (byte[] Hash, ApiKey Key)[] ByHash { get; } =
            [.. keys.Where(static key => key.Sha256.Length > 0).Select(static key => (Convert.FromHexString(key.Sha256), ApiKey.Of(key)))];

        public Dictionary<string, ApiKey> ByCertificate { get; } = keys
            .Where(static key => key.Certificate.Length > 0)
            .DistinctBy(static key => key.Certificate, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static key => key.Certificate, ApiKey.Of, StringComparer.OrdinalIgnoreCase);
    }
}

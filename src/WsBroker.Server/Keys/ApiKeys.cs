using System.Security.Cryptography;
using System.Text;
using WsBroker.Server.Options;

namespace WsBroker.Server.Keys;

/// <summary>The API keys that are good now. Thread-safe; replaced as a whole.</summary>
internal sealed class ApiKeys
{
    private volatile (byte[] Hash, ApiKey Key)[] _keys;

    /// <param name="keys">The first ones.</param>
    public ApiKeys(IReadOnlyList<ApiKeyOptions> keys) => _keys = Load(keys);

    /// <summary>Whether there are none: then the API is for this machine only.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <summary>Puts others in their place.</summary>
    public void Replace(IReadOnlyList<ApiKeyOptions> keys) => _keys = Load(keys);

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
        foreach (var (known, key) in _keys)
        {
            found = CryptographicOperations.FixedTimeEquals(known, hash) ? key : found;
        }

        return found;
    }

    private static (byte[] Hash, ApiKey Key)[] Load(IReadOnlyList<ApiKeyOptions> keys) =>
        [.. keys.Select(static key => (Convert.FromHexString(key.Sha256), ApiKey.Of(key)))];
}

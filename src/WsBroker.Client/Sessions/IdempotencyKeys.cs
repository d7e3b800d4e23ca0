using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace WsBroker.Client.Sessions;

/// <summary>Keys that no other client makes, one for each publication. Thread-safe.</summary>
internal sealed class IdempotencyKeys
{
    // 96 bits: no two clients share it, and nobody can guess it and so suppress a publication
    private readonly string _client = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
    private long _last;

    /// <summary>The next key, of at most 36 characters.</summary>
    public string Next() =>
        string.Create(CultureInfo.InvariantCulture, $"{_client}-{Interlocked.Increment(ref _last)}");
}

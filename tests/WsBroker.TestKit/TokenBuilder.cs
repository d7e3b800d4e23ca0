using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WsBroker.TestKit;

/// <summary>Makes JSON Web Tokens by hand, right and wrong ones, without the library that verifies them. Immutable.</summary>
public sealed class TokenBuilder
{
    /// <summary>A secret that is long enough for all algorithms.</summary>
    public const string Secret = "a secret of the tests, which has sixty-four bytes and some more.";

    private readonly Dictionary<string, object?> _header = new(StringComparer.Ordinal) { ["alg"] = "HS256", ["typ"] = "JWT" };
    private readonly Dictionary<string, object?> _claims = new(StringComparer.Ordinal);

    /// <summary>A token of a user that lives for an hour from a moment on, signed with <see cref="Secret"/>.</summary>
    public static TokenBuilder For(string user, DateTimeOffset? now = null)
    {
        var from = (now ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds();
        return new TokenBuilder().Claim("sub", user).Claim("iat", from).Claim("exp", from + 3600);
    }

    /// <summary>The same with another member in its header, or without it if it is null.</summary>
    public TokenBuilder Header(string name, object? value)
    {
        var copy = Copy();
        Set(copy._header, name, value);
        return copy;
    }

    /// <summary>The same with another claim, or without it if it is null.</summary>
    public TokenBuilder Claim(string name, object? value)
    {
        var copy = Copy();
        Set(copy._claims, name, value);
        return copy;
    }

    /// <summary>The same with topics that may be published to, and subscribed to.</summary>
    public TokenBuilder Allow(string[]? publish = null, string[]? subscribe = null) => Claim("pub", publish).Claim("subs", subscribe);

    /// <summary>Signed with an HMAC.</summary>
    public string Sign(string secret = Secret) => SignBy(signed => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));

    /// <summary>Signed in any way.</summary>
    public string SignBy(Func<byte[], byte[]> sign)
    {
        ArgumentNullException.ThrowIfNull(sign);
        var signed = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(_header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(_claims))}";
        return $"{signed}.{Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Base64url.</summary>
    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static void Set(Dictionary<string, object?> members, string name, object? value)
    {
        if (value is null)
        {
            members.Remove(name);
        }
        else
        {
            members[name] = value;
        }
    }

    private TokenBuilder Copy()
    {
        var copy = new TokenBuilder();
        copy._header.Clear();
        foreach (var (name, value) in _header)
        {
            copy._header[name] = value;
        }

        foreach (var (name, value) in _claims)
        {
            copy._claims[name] = value;
        }

        return copy;
    }
}

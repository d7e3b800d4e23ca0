using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace WsBroker.WebSockets.Handshake;

/// <summary>
/// The value of Sec-WebSocket-Accept, by which a server shows that it read the key (RFC 6455 §4.2.2).
/// </summary>
public static class AcceptKey
{
    /// <summary>Its length, in ASCII characters: a SHA-1 hash in Base64.</summary>
    public const int Length = 28;

    /// <summary>The length of the key that it is made from, in ASCII characters: 16 bytes in Base64.</summary>
    public const int KeyLength = 24;

    private static ReadOnlySpan<byte> Guid => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    /// <summary>Writes the value for a key.</summary>
    /// <param name="key">The Sec-WebSocket-Key as it was sent, <see cref="KeyLength"/> bytes.</param>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <exception cref="ArgumentException">The key or the destination has another length.</exception>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 asks for SHA-1; it guards no secret")]
    public static void Write(ReadOnlySpan<byte> key, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength, nameof(key));
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, Length, nameof(destination));
        Span<byte> hashed = stackalloc byte[KeyLength + Guid.Length];
        key.CopyTo(hashed);
        Guid.CopyTo(hashed[KeyLength..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(hashed, hash);
        Base64.EncodeToUtf8(hash, destination, out _, out _);
    }

    /// <summary>Writes the value for a key.</summary>
    /// <param name="key">The Sec-WebSocket-Key as it was sent, <see cref="KeyLength"/> ASCII characters.</param>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <exception cref="ArgumentException">
    /// The key or the destination has another length, or the key is not ASCII.
    /// </exception>
    public static void Write(ReadOnlySpan<char> key, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength, nameof(key));
        Span<byte> bytes = stackalloc byte[KeyLength];
        if (!Encoding.ASCII.TryGetBytes(key, bytes, out _) || !Ascii.IsValid(key))
        {
            throw new ArgumentException("A key is of ASCII characters.", nameof(key));
        }

        Write(bytes, destination);
    }

    /// <summary>The value for a key, for a client that compares it with the one it was sent.</summary>
    /// <exception cref="ArgumentException">The key does not have <see cref="KeyLength"/> ASCII characters.</exception>
    public static string Compute(string key)
    {
        Span<byte> value = stackalloc byte[Length];
        Write(key.AsSpan(), value);
        return Encoding.ASCII.GetString(value);
    }
}

using System.Buffers.Text;
using System.Text;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Requests;

/// <summary>What a head announces to follow it (RFC 9112 §6).</summary>
/// <param name="IsChunked">Whether the body comes in chunks that tell their own length.</param>
/// <param name="Length">Its length in bytes if it does not.</param>
internal readonly record struct RequestBody(bool IsChunked, long Length)
{
    // 2^63 - 1 has as many
    private const int MaxDigits = 19;

    /// <summary>Whether nothing follows.</summary>
    public bool IsEmpty => !IsChunked && Length == 0;

    /// <summary>Reads it out of a head.</summary>
    /// <returns>False if two readers of this head could be of two opinions.</returns>
    public static bool TryRead(in RequestHead head, out RequestBody body)
    {
        body = default;
        var lengths = head.Count("Content-Length"u8);
        var codings = head.Count("Transfer-Encoding"u8);
        if (codings > 0)
        {
            body = new RequestBody(IsChunked: true, Length: 0);
            return codings == 1 && lengths == 0 && IsPlainlyChunked(head);
        }

        return lengths == 0 || (lengths == 1 && TryReadLength(head, out body));
    }

    // A coding before it would have to be undone, one behind it has no end, and HTTP/1.0 knows none of it
    private static bool IsPlainlyChunked(in RequestHead head) =>
        head.Version.SequenceEqual("HTTP/1.1"u8)
        && head.TryGetHeader("Transfer-Encoding"u8, out var coding)
        && Ascii.EqualsIgnoreCase(coding, "chunked"u8);

    private static bool TryReadLength(in RequestHead head, out RequestBody body)
    {
        body = default;
        if (!head.TryGetHeader("Content-Length"u8, out var digits)
            || digits.Length is 0 or > MaxDigits
            || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || !Utf8Parser.TryParse(digits, out long length, out _))
        {
            return false;
        }

        body = new RequestBody(IsChunked: false, length);
        return true;
    }
}

using System.Text;

namespace WsBroker.Protocols;

/// <summary>Percent-decoding (RFC 3986 §2.1) that refuses half an escape and bytes that are not UTF-8.</summary>
internal static class PercentText
{
    /// <summary>Decodes a part of a path or a query; a plus sign is a plus sign.</summary>
    /// <returns>Whether it keeps the rules.</returns>
    public static bool TryDecode(ReadOnlySpan<char> encoded, out string text)
    {
        if (!encoded.ContainsAnyExceptInRange('!', '~') && !encoded.Contains('%'))
        {
            text = encoded.ToString();
            return true;
        }

        text = "";
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        var length = 0;
        while (encoded.Length > 0)
        {
            if (encoded[0] != '%')
            {
                length += Encoding.UTF8.GetBytes(encoded[..1], bytes.AsSpan(length));
                encoded = encoded[1..];
            }
            else if (encoded.Length >= 3 && char.IsAsciiHexDigit(encoded[1]) && char.IsAsciiHexDigit(encoded[2]))
            {
                bytes[length++] = Convert.FromHexString(encoded.Slice(1, 2))[0];
                encoded = encoded[3..];
            }
            else
            {
                return false;
            }
        }

        return TryGetText(bytes.AsSpan(0, length), out text);
    }

    private static bool TryGetText(ReadOnlySpan<byte> utf8, out string text)
    {
        var isValid = System.Text.Unicode.Utf8.IsValid(utf8);
        text = isValid ? Encoding.UTF8.GetString(utf8) : "";
        return isValid;
    }
}

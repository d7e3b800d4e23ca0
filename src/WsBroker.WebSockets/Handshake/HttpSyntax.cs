using System.Buffers;

namespace WsBroker.WebSockets.Handshake;

/// <summary>The few rules of HTTP's grammar (RFC 9110 §5.6) that reader and writer share.</summary>
internal static class HttpSyntax
{
    private const string TokenCharacters =
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> _tokenChars = SearchValues.Create(TokenCharacters);

    private static readonly SearchValues<byte> _tokenBytes =
        SearchValues.Create([.. TokenCharacters.Select(c => (byte)c)]);

    /// <summary>Whether this is a token: not empty, and of letters, digits and some signs.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(_tokenBytes);

    /// <summary>Whether this is a token: not empty, and of letters, digits and some signs.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(_tokenChars);

    /// <summary>How many characters of a token this begins with; 0 if none.</summary>
    public static int TokenLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(_tokenChars);
        return end < 0 ? text.Length : end;
    }

    /// <summary>
    /// Whether this may be sent as a header's value: visible ASCII, space and tab, so that it ends no line.
    /// </summary>
    public static bool IsValue(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is (< ' ' and not '\t') or > '~')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether this may be sent as a part of the request line: visible ASCII, at least one.</summary>
    public static bool IsVisible(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('!', '~');

    /// <summary>Whether this is of visible ASCII, at least one.</summary>
    public static bool IsVisible(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'!', (byte)'~');

    /// <summary>Without the spaces and tabs around it (OWS, RFC 9110 §5.6.3).</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.Trim(" \t"u8);
}

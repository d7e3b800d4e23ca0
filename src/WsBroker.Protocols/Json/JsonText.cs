using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace WsBroker.Protocols.Json;

/// <summary>Reads values out of JSON text as values or as the bytes they are, never as objects.</summary>
internal static class JsonText
{
    /// <summary>Whether the name or string that the reader is at is this text. One with half a surrogate pair is no text.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            // How Utf8JsonReader tells that an escape is half a surrogate pair; there is no call that asks before
            return false;
        }
    }

    /// <inheritdoc cref="Is(ref Utf8JsonReader, ReadOnlySpan{byte})"/>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<char> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            // As above
            return false;
        }
    }

    /// <summary>Reads a string of at most <paramref name="maxLength"/> characters.</summary>
    /// <returns>False for another kind of value, a longer string, and one with half a surrogate pair (<c>"\ud800"</c>).</returns>
    public static bool TryGetString(ref Utf8JsonReader reader, int maxLength, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (reader.TokenType is not JsonTokenType.String)
        {
            return false;
        }

        try
        {
            text = reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // As above
            return false;
        }

        return text is not null && text.Length <= maxLength;
    }

    /// <summary>Reads the name of the member that the reader is at.</summary>
    /// <returns>False for one with half a surrogate pair.</returns>
    public static bool TryGetName(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? name)
    {
        name = null;
        try
        {
            name = reader.GetString();
            return name is not null;
        }
        catch (InvalidOperationException)
        {
            // As above
            return false;
        }
    }

    /// <summary>Reads a string as UTF-8 into an array of its own.</summary>
    /// <returns>False for another kind of value, and for a string with half a surrogate pair.</returns>
    public static bool TryGetUtf8(ref Utf8JsonReader reader, [NotNullWhen(true)] out byte[]? text)
    {
        text = null;
        if (reader.TokenType is not JsonTokenType.String)
        {
            return false;
        }

        if (!reader.ValueIsEscaped)
        {
            text = reader.ValueSpan.ToArray();
            return true;
        }

        var unescaped = new byte[reader.ValueSpan.Length];
        try
        {
            text = unescaped[..reader.CopyString(unescaped)];
            return true;
        }
        catch (InvalidOperationException)
        {
            // As above
            return false;
        }
    }

    /// <summary>Reads a string in Base64 with padding.</summary>
    /// <returns>False for another kind of value, and for a string that is not Base64.</returns>
    public static bool TryGetBase64(ref Utf8JsonReader reader, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        try
        {
            return reader.TokenType is JsonTokenType.String && reader.TryGetBytesFromBase64(out bytes);
        }
        catch (InvalidOperationException)
        {
            // As above
            return false;
        }
    }

    /// <summary>Copies the value that the reader is at, byte for byte, and moves to its end.</summary>
    /// <param name="reader">At the value's first token.</param>
    /// <param name="source">The whole text that the reader reads.</param>
    public static byte[] CopyValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return source[start..(int)reader.BytesConsumed].ToArray();
    }
}

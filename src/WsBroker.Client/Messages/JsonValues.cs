using System.Text.Json;

namespace WsBroker.Client.Messages;

/// <summary>
/// Reads the value of the member that a reader is at; a value of another type is a <see cref="JsonException"/>.
/// </summary>
internal static class JsonValues
{
    // The server reads 64 levels, and the command around the value takes some
    private const int MaxDepth = 60;

    /// <summary>Makes sure that bytes are one JSON value, nested no deeper than the server reads it inside of a command.</summary>
    /// <exception cref="JsonException">They are not.</exception>
    public static void Check(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            // Each token is checked as it is read
        }
    }

    /// <summary>Whether bytes pass <see cref="Check"/>.</summary>
    public static bool IsValue(ReadOnlySpan<byte> utf8)
    {
        try
        {
            Check(utf8);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A string, or null; <paramref name="usual"/> itself if that is what it says.</summary>
    public static string? ReadString(ref Utf8JsonReader reader, string? usual = null)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null)
        {
            return null;
        }

        Require(reader.TokenType is JsonTokenType.String);
        if (usual is not null && reader.ValueTextEquals(usual))
        {
            return usual;
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException cause)
        {
            // How the reader tells that an escape is half a surrogate pair
            throw new JsonException("a string is not Unicode text", cause);
        }
    }

    /// <summary>A string, as UTF-8 in an array of its own.</summary>
    public static byte[] ReadUtf8(ref Utf8JsonReader reader)
    {
        reader.Read();
        Require(reader.TokenType is JsonTokenType.String);
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.ToArray();
        }

        var unescaped = new byte[reader.ValueSpan.Length];
        try
        {
            return unescaped[..reader.CopyString(unescaped)];
        }
        catch (InvalidOperationException cause)
        {
            // As above
            throw new JsonException("a string is not Unicode text", cause);
        }
    }

    /// <summary>A string in Base64, as the bytes that it stands for.</summary>
    public static byte[] ReadBase64(ref Utf8JsonReader reader)
    {
        reader.Read();
        byte[]? bytes = null;
        Require(reader.TokenType is JsonTokenType.String && reader.TryGetBytesFromBase64(out bytes));
        return bytes!;
    }

    /// <summary>A whole number.</summary>
    public static long ReadInteger(ref Utf8JsonReader reader)
    {
        reader.Read();
        long value = 0;
        Require(reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out value));
        return value;
    }

    /// <summary>An array of strings.</summary>
    public static List<string> ReadStrings(ref Utf8JsonReader reader)
    {
        BeginArray(ref reader);
        var strings = new List<string>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            Require(reader.TokenType is JsonTokenType.String);
            strings.Add(reader.GetString()!);
        }

        return strings;
    }

    /// <summary>Moves to the start of an array.</summary>
    public static void BeginArray(ref Utf8JsonReader reader)
    {
        reader.Read();
        Require(reader.TokenType is JsonTokenType.StartArray);
    }

    /// <summary>Moves to the next element of an array, which must be an object.</summary>
    /// <returns>False at the end of the array.</returns>
    public static bool NextObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        Require(reader.TokenType is JsonTokenType.StartObject or JsonTokenType.EndArray);
        return reader.TokenType is JsonTokenType.StartObject;
    }

    /// <summary>True or false.</summary>
    public static bool ReadBoolean(ref Utf8JsonReader reader)
    {
        reader.Read();
        Require(reader.TokenType is JsonTokenType.True or JsonTokenType.False);
        return reader.GetBoolean();
    }

    /// <summary>Any value, byte for byte, in an array of its own.</summary>
    /// <param name="reader">At the member's name; moved to the value's end.</param>
    /// <param name="source">The whole text that the reader reads.</param>
    public static byte[] CopyValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return source[start..(int)reader.BytesConsumed].ToArray();
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new JsonException("a member is not of its type");
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using StackExchange.Redis;

namespace WsBroker.Redis.Letters;

/// <summary>JSON between nodes: bounded, and of the types that are named here alone.</summary>
internal static class LetterJson
{
    /// <summary>The longest text that is read.</summary>
    // A part of an answer has some 128 KiB, of which every character may be escaped
    public const int MaxBytes = 1024 * 1024;

    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        MaxDepth = 8,
    };

    /// <summary>Writes a body.</summary>
    public static byte[] Write<TBody>(TBody body) => JsonSerializer.SerializeToUtf8Bytes(body, _options);

    /// <summary>Reads a body.</summary>
    /// <returns>Null if it is none.</returns>
    public static TBody? Read<TBody>(ReadOnlySpan<byte> json, out LetterProblem problem)
        where TBody : class
    {
        problem = LetterProblem.None;
        if (json.Length > MaxBytes)
        {
            problem = LetterProblem.TooLong;
            return null;
        }

        try
        {
            var body = JsonSerializer.Deserialize<TBody>(json, _options);
            problem = body is null ? LetterProblem.Malformed : LetterProblem.None;
            return body;
        }
        catch (JsonException)
        {
            problem = LetterProblem.Malformed;
            return null;
        }
    }

    /// <summary>Reads a body out of what Redis gives.</summary>
    public static TBody? Read<TBody>(RedisValue json, out LetterProblem problem)
        where TBody : class => Read<TBody>(((ReadOnlyMemory<byte>)json).Span, out problem);
}

using System.Text.Json;
using WsBroker.Broker.Publications;

namespace WsBroker.Protocols.Json;

/// <summary>Gathers what is published out of a JSON object: one of data, text or base64, and key and headers if given.</summary>
/// <remarks>A mutable struct that is used for one object: offer it every member, then ask for the content.</remarks>
public struct ContentReader
{
    /// <summary>The longest idempotency key, in characters.</summary>
    public const int MaxKeyLength = 255;

    private byte[]? _payload;
    private PayloadKind _kind;
    private byte[]? _headers;
    private string? _key;

    /// <summary>Takes the member that the reader is at, if it is one of the content's.</summary>
    /// <param name="reader">At the member's name; moved to the end of its value if it was taken.</param>
    /// <param name="source">The whole text that the reader reads.</param>
    /// <param name="problem">What is wrong with the member, or null.</param>
    /// <returns>Whether the member was one of the content's.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public bool TryTake(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, out Problem? problem)
    {
        if (JsonText.Is(ref reader, "data"u8))
        {
            problem = TakePayload(ref reader, source, PayloadKind.Json);
        }
        else if (JsonText.Is(ref reader, "text"u8))
        {
            problem = TakePayload(ref reader, source, PayloadKind.Text);
        }
        else if (JsonText.Is(ref reader, "base64"u8))
        {
            problem = TakePayload(ref reader, source, PayloadKind.Binary);
        }
        else if (JsonText.Is(ref reader, "headers"u8))
        {
            problem = TakeHeaders(ref reader, source);
        }
        else if (JsonText.Is(ref reader, "key"u8))
        {
            problem = TakeKey(ref reader);
        }
        else
        {
            problem = null;
            return false;
        }

        return true;
    }

    /// <summary>The content, or what is missing.</summary>
    public readonly Content? Build(out Problem? problem)
    {
        if (_payload is null)
        {
            problem = Problem.Missing("data', 'text' or 'base64");
            return null;
        }

        problem = null;
        return new Content(_kind, _payload) { Headers = _headers, Key = _key };
    }

    private Problem? TakePayload(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, PayloadKind kind)
    {
        if (_payload is not null)
        {
            return new Problem(
                Broker.Sessions.ErrorCode.DuplicateMember, "a payload is exactly one of 'data', 'text' and 'base64'");
        }

        reader.Read();
        _kind = kind;
        switch (kind)
        {
            case PayloadKind.Json:
                _payload = JsonText.CopyValue(ref reader, source);
                return null;
            case PayloadKind.Text:
                return JsonText.TryGetUtf8(ref reader, out _payload)
                    ? null
                    : Problem.Invalid("text", "a string of whole Unicode characters");
            default:
                return JsonText.TryGetBase64(ref reader, out _payload)
                    ? null
                    : Problem.Invalid("base64", "a string in Base64 with padding");
        }
    }

    private Problem? TakeHeaders(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        if (_headers is not null)
        {
            return Problem.Duplicate("headers");
        }

        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return Problem.Invalid("headers", "an object");
        }

        _headers = JsonText.CopyValue(ref reader, source);
        return null;
    }

    private Problem? TakeKey(ref Utf8JsonReader reader)
    {
        if (_key is not null)
        {
            return Problem.Duplicate("key");
        }

        reader.Read();
        return JsonText.TryGetString(ref reader, MaxKeyLength, out _key) && _key.Length > 0
            ? null
            : Problem.Invalid("key", "a string of 1 to 255 characters");
    }
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WsBroker.Client.Messages;

namespace WsBroker.Client;

/// <summary>What is published: a JSON value, a text or bytes. The default is the JSON value null.</summary>
/// <remarks>Borrows the bytes that it is made of; they must not change until the publication is acknowledged.</remarks>
public readonly struct WsBrokerPayload
{
    private readonly ReadOnlyMemory<byte> _bytes;

    private WsBrokerPayload(PayloadKind kind, ReadOnlyMemory<byte> bytes)
    {
        Kind = kind;
        _bytes = bytes;
    }

    /// <summary>What it is.</summary>
    public PayloadKind Kind { get; }

    /// <summary>A text.</summary>
    public static implicit operator WsBrokerPayload(string text) => Text(text);

    /// <summary>Bytes.</summary>
    public static implicit operator WsBrokerPayload(byte[] bytes) => Binary(bytes);

    /// <summary>A text.</summary>
    /// <exception cref="ArgumentException">It is not Unicode: it has half a surrogate pair.</exception>
    public static WsBrokerPayload Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(PayloadKind.Text, UnicodeText.Encode(text));
    }

    /// <summary>Bytes.</summary>
    public static WsBrokerPayload Binary(ReadOnlyMemory<byte> bytes) => new(PayloadKind.Binary, bytes);

    /// <summary>A JSON value that is written already, in UTF-8; subscribers get it byte for byte.</summary>
    /// <exception cref="JsonException">It is not one JSON value, or is nested deeper than 60 levels.</exception>
    public static WsBrokerPayload Json(ReadOnlyMemory<byte> utf8)
    {
        JsonValues.Check(utf8.Span);
        return new(PayloadKind.Json, utf8);
    }

    /// <summary>A value, written as JSON.</summary>
    /// <exception cref="JsonException">It cannot be written, or is nested deeper than 60 levels.</exception>
    public static WsBrokerPayload Json<TValue>(TValue value, JsonTypeInfo<TValue> type) =>
        Json(JsonSerializer.SerializeToUtf8Bytes(value, type));

    internal void WriteTo(Utf8JsonWriter json)
    {
        switch (Kind)
        {
            case PayloadKind.Json:
                json.WritePropertyName("data"u8);
                json.WriteRawValue(_bytes.IsEmpty ? "null"u8 : _bytes.Span, skipInputValidation: true);
                break;
            case PayloadKind.Text:
                json.WriteString("text"u8, _bytes.Span);
                break;
            case PayloadKind.Binary:
                json.WriteBase64String("base64"u8, _bytes.Span);
                break;
            default:
                throw new InvalidOperationException(Kind.ToString());
        }
    }
}

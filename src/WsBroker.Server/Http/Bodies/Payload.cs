using System.Text.Json;
using System.Text.Json.Nodes;

namespace WsBroker.Server.Http.Bodies;

/// <summary>What is published: exactly one of data, text and base64. For the description; bodies are read byte for byte.</summary>
internal record Payload
{
    /// <summary>Any JSON value, kept byte for byte: numbers of any size, too.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Text.</summary>
    public string? Text { get; init; }

    /// <summary>Bytes, in Base64.</summary>
    public string? Base64 { get; init; }

    /// <summary>An idempotency key: published once, however often the request is made within the topic's window.</summary>
    public string? Key { get; init; }

    /// <summary>Headers, carried through to subscribers.</summary>
    public JsonObject? Headers { get; init; }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace WsBroker.Server.Http.Bodies;

/// <summary>A publication of a topic's history. For the description; histories are written byte for byte.</summary>
internal sealed record HistoryMessage(string Topic, long Offset, long At)
{
    /// <summary>A JSON value, or else…</summary>
    public JsonElement? Data { get; init; }

    /// <summary>…text, or else…</summary>
    public string? Text { get; init; }

    /// <summary>…bytes, in Base64.</summary>
    public string? Base64 { get; init; }

    /// <summary>Its headers.</summary>
    public JsonObject? Headers { get; init; }

    /// <summary>Who published it, if that is a user.</summary>
    public string? User { get; init; }

    /// <summary>The client that published it; none if that was a back end.</summary>
    public string? Client { get; init; }
}

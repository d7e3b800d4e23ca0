using System.Text.Json;
using WsBroker.Broker.Sessions;
using WsBroker.Protocols.Json;

namespace WsBroker.Server.Http;

/// <summary>A part of a history as an HTTP answer, payloads byte for byte.</summary>
internal sealed class HistoryResult(SessionEvent.HistoryRead history) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("topic"u8, history.Topic.Text);
        json.WriteString("epoch"u8, history.Position.Epoch);
        json.WriteNumber("offset"u8, history.Position.Offset);
        json.WriteStartArray("messages"u8);
        foreach (var publication in history.Publications)
        {
            json.WriteStartObject();
            PublicationWriter.WriteMembers(json, publication);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

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
        HistoryWriter.WriteMembers(json, history);
        json.WriteEndObject();
    }
}

using System.Text.Json;
using WsBroker.Broker.Sessions;
using WsBroker.Protocols.Json;

namespace WsBroker.Server.Http;

/// <summary>Who is there as an HTTP answer, what clients tell of themselves byte for byte.</summary>
internal sealed class PresenceResult(SessionEvent.PresenceRead presence) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter);
        json.WriteStartObject();
        PresenceWriter.WriteMembers(json, presence);
        json.WriteEndObject();
    }
}

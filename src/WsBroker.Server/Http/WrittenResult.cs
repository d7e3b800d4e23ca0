using System.Text.Json;

namespace WsBroker.Server.Http;

/// <summary>A JSON object as an HTTP answer, of which parts are written byte for byte: payloads, and what clients tell of themselves.</summary>
/// <param name="writeMembers">Writes what is in it.</param>
internal sealed class WrittenResult(Action<Utf8JsonWriter> writeMembers) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter);
        json.WriteStartObject();
        writeMembers(json);
        json.WriteEndObject();
    }
}

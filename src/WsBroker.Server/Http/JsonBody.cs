using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;

namespace WsBroker.Server.Http;

/// <summary>What a request says of its body, and the body itself where that is a small object.</summary>
internal static class JsonBody
{
    /// <summary>The coding that changes nothing.</summary>
    public const string Identity = "identity";

    // A member that is spelled otherwise, stands twice or has another type is never passed over: it may be what was meant
    private static readonly JsonSerializerOptions _strict = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>Whether it is JSON in UTF-8.</summary>
    public static bool IsJson(HttpRequest http)
    {
        var type = http.GetTypedHeaders().ContentType;
        return type?.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) is true
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether it is as it is meant, neither compressed nor coded otherwise.</summary>
    public static bool IsUncoded(HttpRequest http)
    {
        var coding = http.Headers.ContentEncoding;
        return coding.Count == 0 || Identity.Equals(coding.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads it as one object.</summary>
    /// <param name="http">The request.</param>
    /// <param name="allowed">The sentence that says what it must be, for who sends something else.</param>
    /// <returns>The object, or how the request is refused.</returns>
    public static async Task<(TBody? Body, IResult? Refusal)> ReadAsync<TBody>(HttpRequest http, string allowed)
        where TBody : class
    {
        if (!IsJson(http) || !IsUncoded(http))
        {
            return (null, Results.Problem("The body must be application/json in UTF-8, not compressed.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        }

        try
        {
            var body = await JsonSerializer.DeserializeAsync<TBody>(http.Body, _strict, http.HttpContext.RequestAborted);
            return (body, body is null ? Refuse(allowed) : null);
        }
        catch (JsonException)
        {
            return (null, Refuse(allowed));
        }
    }

    private static IResult Refuse(string allowed) => Results.Problem(allowed, statusCode: StatusCodes.Status400BadRequest);
}

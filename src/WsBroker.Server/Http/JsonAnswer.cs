using System.Text.Json;
using System.Text.Json.Serialization;

namespace WsBroker.Server.Http;

/// <summary>Answers in JSON; members that say nothing are left out.</summary>
internal static class JsonAnswer
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The answer that has this body.</summary>
    public static IResult Of<TBody>(TBody body) => Results.Json(body, _options);
}

using Microsoft.Net.Http.Headers;

namespace WsBroker.Server.Http;

/// <summary>What a request says of its body.</summary>
internal static class JsonBody
{
    /// <summary>Whether it is JSON in UTF-8.</summary>
    public static bool IsJson(HttpRequest http)
    {
        var type = http.GetTypedHeaders().ContentType;
        return type?.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) is true
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The coding that changes nothing.</summary>
    public const string Identity = "identity";

    /// <summary>Whether it is as it is meant, neither compressed nor coded otherwise.</summary>
    public static bool IsUncoded(HttpRequest http)
    {
        var coding = http.Headers.ContentEncoding;
        return coding.Count == 0 || Identity.Equals(coding.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}

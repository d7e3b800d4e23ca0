namespace WsBroker.Server.Http;

/// <summary>Reads If-None-Match as RFC 9110 §13.1.2 and §13.1.3 do, which the server of static files does not.</summary>
internal static class PageConditions
{
    /// <summary>Makes weak tags strong, since both mean the same page here, and lets no date stand beside a tag.</summary>
    /// <remarks>A proxy that compresses pages makes their tags weak.</remarks>
    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        if (headers.IfNoneMatch.Count > 0)
        {
            headers.IfNoneMatch = headers.IfNoneMatch.ToString().Replace("W/\"", "\"", StringComparison.Ordinal);
            headers.Remove("If-Modified-Since");
        }

        return next(context);
    }
}

using Microsoft.Extensions.FileProviders;

namespace WsBroker.Server.Http;

/// <summary>Tells who wants to do something else with a page than to read it what can be done (RFC 9110 §9.3.7, §15.5.6).</summary>
internal static class PageMethods
{
    private const string Allowed = "GET, HEAD, OPTIONS";

    /// <summary>Answers OPTIONS with 204 and what writes with 405, if the path is that of a page.</summary>
    public static Task ApplyAsync(IFileProvider files, HttpContext context, RequestDelegate next)
    {
        var (request, response) = (context.Request, context.Response);
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || !IsPage(files, request.Path))
        {
            return next(context);
        }

        response.Headers.Allow = Allowed;
        response.StatusCode =
            HttpMethods.IsOptions(request.Method) ? StatusCodes.Status204NoContent : StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }

    private static bool IsPage(IFileProvider files, PathString path) =>
        path.Equals("/", StringComparison.Ordinal) || (path.HasValue && files.GetFileInfo(path.Value).Exists);
}

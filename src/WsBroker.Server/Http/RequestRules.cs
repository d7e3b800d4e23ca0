
namespace WsBroker.Server.Http;

/// <summary>What holds for every request, whatever its path (RFC 9110 §7.2, §9.1, §10.1.1).</summary>
internal static class RequestRules
{
    // Every other method is unknown here. Methods differ by case (RFC 9110 §9.1)
    private static readonly string[] _methods =
    [
        HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options,
    ];

    /// <summary>Answers a request that breaks a rule, and the one that asks what the server as a whole can do.</summary>
    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (Check(request) is { } refused)
        {
            return refused.ExecuteAsync(context);
        }

        if (request.Path.HasValue || !HttpMethods.IsOptions(request.Method))
        {
            return next(context);
        }

        context.Response.Headers.Allow = string.Join(", ", _methods);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static IResult? Check(HttpRequest request)
    {
        // Over HTTP/2, CONNECT opens a WebSocket (RFC 8441)
        var isHttp1 = !HttpProtocol.IsHttp2(request.Protocol);
        if (isHttp1 && !_methods.Contains(request.Method, StringComparer.Ordinal))
        {
            return Refuse(StatusCodes.Status501NotImplemented, "The method is not known.");
        }

        if (HttpProtocol.IsHttp11(request.Protocol) && !request.Host.HasValue)
        {
            return Refuse(StatusCodes.Status400BadRequest, "The Host header is empty; it must name the host.");
        }

        var expected = request.Headers.Expect;
        return expected.Count == 0 || "100-continue".Equals(expected.ToString(), StringComparison.OrdinalIgnoreCase)
            ? null
            : Refuse(StatusCodes.Status417ExpectationFailed, "Expect can only be 100-continue.");
    }

    private static IResult Refuse(int status, string detail) => Results.Problem(detail, statusCode: status);
}

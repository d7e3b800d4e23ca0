namespace WsBroker.Server.Http;

/// <summary>Counts and logs what the HTTP API refuses, whoever refuses it.</summary>
internal sealed class ApiRefusals(ApiMetrics metrics, ILogger logger)
{
    private const string NoRoute = "(no such path)";

    /// <summary>Looks at the answer when it is there. Comes before all that may refuse.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        var isApi = context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        var route = NoRoute;
        await next(context);
        if (isApi && context.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            // Not the path, which names users
            route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? route;
            metrics.Refused(context.Response.StatusCode);
            logger.ApiRefused(method, route, context.Response.StatusCode);
        }
    }
}

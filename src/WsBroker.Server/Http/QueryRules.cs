namespace WsBroker.Server.Http;

/// <summary>What holds for the query of every request to the API.</summary>
internal static class QueryRules
{
    /// <summary>Refuses a request that says something twice: whoever read only one of both would do something else.</summary>
    public static ValueTask<object?> ApplyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var twice = context.HttpContext.Request.Query.FirstOrDefault(static one => one.Value.Count > 1).Key;
        return twice is null
            ? next(context)
            : ValueTask.FromResult<object?>(Results.Problem($"'{twice}' is there more than once.", statusCode: StatusCodes.Status400BadRequest));
    }
}

using WsBroker.Broker.Sessions;

namespace WsBroker.Server.Http;

/// <summary>A refusal of the broker as an HTTP answer.</summary>
internal sealed class RefusedResult(ErrorCode code) : IResult
{
    private const string RetryAfterSeconds = "1";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (code.IsRetryable())
        {
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = (int)code };
        return Results.Problem(code.Describe(), statusCode: StatusOf(code), extensions: extensions).ExecuteAsync(httpContext);
    }

    private static int StatusOf(ErrorCode code) => (int)code switch
    {
        >= 500 => StatusCodes.Status500InternalServerError,
        >= 300 => StatusCodes.Status429TooManyRequests,
        >= 200 => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status400BadRequest,
    };
}

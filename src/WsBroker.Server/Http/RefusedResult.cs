using System.Globalization;
using WsBroker.Broker.Sessions;

namespace WsBroker.Server.Http;

/// <summary>A refusal of the broker as an HTTP answer.</summary>
/// <param name="code">Why.</param>
/// <param name="wait">How long until it may be tried again; zero if that is not known.</param>
internal sealed class RefusedResult(ErrorCode code, TimeSpan wait = default) : IResult
{
    private const int ShortestWaitSeconds = 1;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (code.IsRetryable())
        {
            var seconds = Math.Max(ShortestWaitSeconds, (int)Math.Ceiling(wait.TotalSeconds));
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
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

namespace WsBroker.Server.Http;

/// <summary>What is told to who sends a body that is too large, too slow or malformed, and how the connection ends then.</summary>
internal static class RefusedBodies
{
    private const string ConnectionEnds = "close";
    private const int MostSilences = 20;

    private static readonly TimeSpan _silence = TimeSpan.FromMilliseconds(100);

    /// <summary>Each is found when it is read, and has its own status: what clients do is no failure of ours.</summary>
    public static ExceptionHandlerOptions Handling() => new()
    {
        StatusCodeSelector = failure =>
            failure is BadHttpRequestException wrong ? wrong.StatusCode : StatusCodes.Status500InternalServerError,
        SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
    };

    /// <summary>Says what was wrong, and ends the connection: nobody knows where the next request would begin.</summary>
    public static void Tell(ProblemDetailsContext context)
    {
        if (context.Exception is BadHttpRequestException wrong)
        {
            context.ProblemDetails.Detail = wrong.Message;
            context.HttpContext.Response.Headers.Connection = ConnectionEnds;
        }
    }

    /// <summary>Reads on from who has been told that it sends too much. Who was late or wrong has nothing behind it that is worth the wait.</summary>
    public static async Task HearOutAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var answer = context.Response;
        if (answer is { StatusCode: StatusCodes.Status413PayloadTooLarge, Headers.Connection: [ConnectionEnds] }
            && context.Features.Get<GuardedInput>() is { } input)
        {
            await answer.CompleteAsync();
            await input.HearOutAsync(_silence, MostSilences, TimeProvider.System);
        }
    }
}

using Microsoft.AspNetCore.Http.Features;
using WsBroker.Server.Keys;

namespace WsBroker.Server.Http;

/// <summary>What concerns a node as a whole, and so no API key that is bound to a prefix.</summary>
internal static class WholeNode
{
    /// <summary>Closes a route to keys with a prefix.</summary>
    public static RouteHandlerBuilder ForKeysOfAll(this RouteHandlerBuilder route) => route.AddEndpointFilter(static (context, next) =>
        context.HttpContext.Features.GetRequiredFeature<ApiKey>().IsForAll
            ? next(context)
            : ValueTask.FromResult<object?>(Results.Problem(
                "This API key is for the topics with its prefix; this takes one without a prefix.", statusCode: StatusCodes.Status403Forbidden)));
}

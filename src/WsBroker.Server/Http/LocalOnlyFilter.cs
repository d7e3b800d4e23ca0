using Microsoft.AspNetCore.Http.Features;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;

namespace WsBroker.Server.Http;

/// <summary>Lets only this machine in, and no web page from elsewhere: there is no key to tell friend from foe.</summary>
/// <remarks>Who speaks through a proxy on this machine is not on this machine, if that proxy is among the trusted ones.</remarks>
internal sealed class LocalOnlyFilter(OriginPolicy origins) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var peer = http.Features.GetRequiredFeature<Peer>();
        if (!peer.IsLocal)
        {
            return Results.Problem("The API is for this machine only.", statusCode: StatusCodes.Status403Forbidden);
        }

        var origin = http.Request.Headers.Origin.Count == 0 ? null : http.Request.Headers.Origin.ToString();
        return origins.Allows(origin, peer, http.Request.Host.ToString())
            ? await next(context)
            : Results.Problem("Pages of this origin may not use the API.", statusCode: StatusCodes.Status403Forbidden);
    }
}

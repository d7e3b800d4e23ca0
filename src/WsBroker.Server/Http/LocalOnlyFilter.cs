using System.Net;
using WsBroker.Gateway.Endpoints;

namespace WsBroker.Server.Http;

/// <summary>Lets only this machine in, and no web page from elsewhere: there is no key to tell friend from foe.</summary>
internal sealed class LocalOnlyFilter(OriginPolicy origins) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
        {
            return Results.Problem("The API is for this machine only.", statusCode: StatusCodes.Status403Forbidden);
        }

        var origin = http.Request.Headers.Origin.Count == 0 ? null : http.Request.Headers.Origin.ToString();
        return origins.Allows(origin, http.Request.Host.ToString())
            ? await next(context)
            : Results.Problem("Pages of this origin may not use the API.", statusCode: StatusCodes.Status403Forbidden);
    }
}

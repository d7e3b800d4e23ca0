using Microsoft.AspNetCore.Http.Features;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;
using WsBroker.Server.Keys;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Server.Http;

/// <summary>Lets in who presents an API key; while there are none, only this machine, and no web page from elsewhere.</summary>
/// <remarks>
/// What it lets in finds its <see cref="ApiKey"/> among the features of the request. Who speaks through a proxy on this machine is
/// not on this machine, if that proxy is among the trusted ones.
/// </remarks>
internal sealed class ApiGuard(ApiKeys keys, OriginPolicy origins) : IEndpointFilter
{
    private const string Bearer = "Bearer";

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var refusal = keys.IsEmpty ? CheckMachine(http) : CheckKey(http);
        return refusal ?? await next(context);
    }

    private IResult? CheckMachine(HttpContext http)
    {
        var peer = http.Features.GetRequiredFeature<Peer>();
        if (!peer.IsLocal)
        {
            return Forbidden("The API is for this machine only, as there are no API keys.");
        }

        // Whatever it says of its origin: a page that reads from its own says nothing
        var host = http.Request.Host.ToString();
        if (!origins.IsOurs(peer, host))
        {
            return Forbidden(UpgradeRefusal.HostNotAllowed.Sentence());
        }

        var origin = http.Request.Headers.Origin.Count == 0 ? null : http.Request.Headers.Origin.ToString();
        if (!origins.Allows(origin, peer, host))
        {
            return Forbidden("Pages of this origin may not use the API.");
        }

        http.Features.Set(ApiKey.OfThisMachine);
        return null;
    }

    private IResult? CheckKey(HttpContext http)
    {
        if (Find(http) is not { } key)
        {
            http.Response.Headers.WWWAuthenticate = Bearer;
            var isMissing = http.Request.Headers.Authorization.Count == 0;
            return Results.Problem(
                isMissing ? "The API takes a key: Authorization: Bearer KEY." : "This is no API key that is known; the API takes Authorization: Bearer KEY.", statusCode: StatusCodes.Status401Unauthorized);
        }

        if (key.IsReadOnly && !IsReading(http.Request.Method))
        {
            return Forbidden("This API key may only read.");
        }

        http.Features.Set(key);
        return null;
    }

    private ApiKey? Find(HttpContext http)
    {
        if (http.Request.Headers.Authorization.Count > 0)
        {
            return Presented(http.Request) is { } presented ? keys.Find(presented) : null;
        }

        return http.Features.GetRequiredFeature<Peer>().Certificate is { } certificate ? keys.FindCertified(certificate) : null;
    }

    private static string? Presented(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        var value = header.Count == 1 ? header.ToString() : "";
        return value.StartsWith($"{Bearer} ", StringComparison.OrdinalIgnoreCase) ? value[(Bearer.Length + 1)..].Trim() : null;
    }

    private static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static IResult Forbidden(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status403Forbidden);
}

using Microsoft.AspNetCore.Http.Features;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;
using WsBroker.Server.Keys;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Server.Http;

/// <summary>The dashboard at <c>/admin</c>: a page without anything in it, which asks the API with the key that its user types in.</summary>
/// <remarks>While there are no keys it is for this machine only, as the API is. There are no cookies, so that no other page can borrow its user's.</remarks>
internal sealed class AdminPage(ApiKeys keys, OriginPolicy origins)
{
    private const string Path = "/admin";

    // Stricter than that of the chat: nothing is shown or sent that is not the broker's own
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Guards its files, or leaves the request to the next.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var (path, headers) = (context.Request.Path, context.Response.Headers);
        if (!path.StartsWithSegments(Path, StringComparison.Ordinal))
        {
            return next(context);
        }

        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XFrameOptions = "DENY";
        if (keys.IsEmpty && RefuseElsewhere(context) is { } refused)
        {
            return Results.Problem(refused, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
        }

        if (!path.Equals(Path, StringComparison.Ordinal))
        {
            return next(context);
        }

        // Its files stand beside it, wherever a proxy has put both
        headers.Location = $"{Path.TrimStart('/')}/";
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        return Task.CompletedTask;
    }

    private string? RefuseElsewhere(HttpContext context)
    {
        var peer = context.Features.GetRequiredFeature<Peer>();
        return !peer.IsLocal ? "The dashboard is for this machine only, as there are no API keys."
            : origins.IsOurs(peer, context.Request.Host.ToString()) ? null
            : UpgradeRefusal.HostNotAllowed.Sentence();
    }
}

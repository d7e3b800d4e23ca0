using Microsoft.AspNetCore.Http.Features;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Server.Hosting;
using WsBroker.Server.Keys;

namespace WsBroker.Server.Http;

/// <summary>The part of the HTTP API that is about who may come in. Errors are problem details (RFC 9457).</summary>
/// <param name="users">Is told what is revoked; null if there are no tokens.</param>
internal sealed class AccessApi(ActorRef<UsersMessage>? users)
{
    /// <summary>How long it may take until all sessions have been told; it takes milliseconds unless the machine is overloaded.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Adds its paths.</summary>
    public void Map(RouteGroupBuilder group) => group.MapPost("/revoke", (HttpRequest http) => RevokeAsync(http));

    private async Task<IResult> RevokeAsync(HttpRequest http)
    {
        if (!http.HttpContext.Features.GetRequiredFeature<ApiKey>().IsForAll)
        {
            return Problem(StatusCodes.Status403Forbidden, "An API key that is bound to a prefix may not revoke tokens, which are for all topics.");
        }

        if (!JsonBody.IsJson(http))
        {
            return Problem(StatusCodes.Status415UnsupportedMediaType, "The body must be application/json in UTF-8.");
        }

        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body, http.HttpContext.RequestAborted);
        var revocation = RevokeRequestReader.Read(body.GetBuffer().AsMemory(0, (int)body.Length), TimeProvider.System.GetUtcNow(), out var wrong);
        if (revocation is null)
        {
            return Problem(StatusCodes.Status400BadRequest, wrong);
        }

        if (users is null)
        {
            return Problem(StatusCodes.Status409Conflict, "There are no tokens to revoke: no key is configured, and everybody is anonymous.");
        }

        var answer = new PromiseRef<int?>();
        users.Tell(new UsersMessage.Revoke(revocation, answer));
        return await answer.Kept.WaitAsync(_patience) is { } sessions
            ? Results.Json(new { sessions })
            : Problem(StatusCodes.Status507InsufficientStorage, "Too many revocations are in force; this one is not.");
    }

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);
}

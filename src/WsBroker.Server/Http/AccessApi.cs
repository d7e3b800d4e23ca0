using Microsoft.AspNetCore.Http.Features;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Server.Http.Bodies;
using WsBroker.Server.Keys;

namespace WsBroker.Server.Http;

/// <summary>The part of the HTTP API that is about who may come in. Errors are problem details (RFC 9457).</summary>
/// <param name="inquiry">Tells all nodes what is revoked.</param>
/// <param name="hasUsers">Whether clients can be users.</param>
internal sealed class AccessApi(ClusterInquiry inquiry, bool hasUsers)
{
    /// <summary>Adds its paths.</summary>
    public void Map(RouteGroupBuilder group) => group.MapPost("/revoke", (HttpRequest http) => RevokeAsync(http));

    private async Task<IResult> RevokeAsync(HttpRequest http)
    {
        if (!JsonBody.IsJson(http))
        {
            return Problem(StatusCodes.Status415UnsupportedMediaType, "The body must be application/json in UTF-8.");
        }

        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body, http.HttpContext.RequestAborted);
        var revocation = RevokeRequestReader.Read(
            body.GetBuffer().AsMemory(0, (int)body.Length), http.HttpContext.Features.GetRequiredFeature<ApiKey>().TenantOf, TimeProvider.System.GetUtcNow(), out var wrong);
        if (revocation is null)
        {
            return Problem(StatusCodes.Status400BadRequest, wrong);
        }

        if (!hasUsers)
        {
            return Problem(StatusCodes.Status409Conflict, "There is nobody to revoke: no key of tokens, certificates of clients or webhook for 'connect' is configured, and everybody is anonymous.");
        }

        return await inquiry.RevokeAsync(revocation) is { } answer ? Tell(answer) : new RefusedResult(ErrorCode.NodesUnavailable);
    }

    private static IResult Tell(ClusterAnswer answer) => answer.Parts.OfType<NodeAnswer.TooManyRevocations>().Any()
        ? Problem(StatusCodes.Status507InsufficientStorage, "Too many revocations are in force; this one is not, or not on all nodes.")
        : JsonAnswer.Of(new RevokedAnswer(answer.Parts.OfType<NodeAnswer.Done>().Sum(static done => done.Count), NodesPart.Of(answer)));

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);
}

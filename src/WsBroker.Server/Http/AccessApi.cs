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
    public void Map(RouteGroupBuilder group) => group.MapPost("/revoke", (HttpRequest http) => RevokeAsync(http))
        .WithSummary("Revokes one token, or all tokens of a user that were made before a time")
        .WithDescription("Sessions that are meant have ended, on all nodes, when it answers.")
        .Takes<RevokeBody>()
        .Produces<RevokedAnswer>()
        .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status507InsufficientStorage);

    private async Task<IResult> RevokeAsync(HttpRequest http)
    {
        var (body, refusal) = await JsonBody.ReadAsync<RevokeBody>(http, RevokeRequestReader.Allowed);
        if (body is null || NamedTenant.Find(http.HttpContext.Features.GetRequiredFeature<ApiKey>(), body.Tenant, out refusal) is not { } tenant)
        {
            return refusal!;
        }

        if (RevokeRequestReader.Read(body, tenant, TimeProvider.System.GetUtcNow()) is not { } revocation)
        {
            return Problem(StatusCodes.Status400BadRequest, RevokeRequestReader.Allowed);
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

using Microsoft.AspNetCore.Http.Features;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Server.Hosting;
using WsBroker.Server.Http.Bodies;

namespace WsBroker.Server.Http;

/// <summary>The part of the HTTP API that ends a node.</summary>
/// <param name="drain">The end of this one.</param>
/// <param name="inquiry">Reaches the others.</param>
internal sealed class DrainApi(Drain drain, ClusterInquiry inquiry)
{
    private const string Allowed = "There must be no body, or one JSON object with 'node', the id of a node as GET /api/nodes tells it, and nothing else.";

    /// <summary>Adds its path.</summary>
    public void Map(RouteGroupBuilder group) =>
        group.MapPost("/drain", (HttpRequest http) => AskAsync(http))
            .ForKeysOfAll()
            .WithSummary("Has the clients of a node leave, and ends it: this one, or the one that the body names")
            .WithDescription("As SIGTERM does: it is answered at once, and the process ends with exit code 0 when the clients have gone.")
            .Takes<DrainBody>(isRequired: false)
            .Produces(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status415UnsupportedMediaType);

    private async Task<IResult> AskAsync(HttpRequest http)
    {
        if (http.HttpContext.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody)
        {
            var (body, refusal) = await JsonBody.ReadAsync<DrainBody>(http, Allowed);
            return body switch
            {
                null => refusal!,
                { Node: { } node } => await AskAsync(node),
                _ => Results.Problem(Allowed, statusCode: StatusCodes.Status400BadRequest),
            };
        }

        drain.Ask();
        return Results.Accepted();
    }

    private async Task<IResult> AskAsync(string wanted)
    {
        if (await inquiry.ListNodesAsync() is not { } nodes)
        {
            return new RefusedResult(ErrorCode.Busy);
        }

        if (nodes.FirstOrDefault(node => string.Equals(node.Id.ToString(), wanted, StringComparison.Ordinal)) is not { } meant)
        {
            return NotFound(nodes);
        }

        return await inquiry.AskAsync(new NodeQuestion.Drain(meant.Id)) switch
        {
            { Parts: var parts } when parts.OfType<NodeAnswer.Done>().Any(static done => done.Count > 0) => Results.Accepted(),
            { IsWhole: true } => NotFound([.. nodes.Where(node => node != meant)]),
            _ => new RefusedResult(ErrorCode.NodesUnavailable),
        };
    }

    private static IResult NotFound(IReadOnlyList<NodeDescription> nodes) => Results.Problem(
        $"There is no such node. 'node' is one of {string.Join(", ", nodes.Select(static node => node.Id))}.", statusCode: StatusCodes.Status404NotFound);
}

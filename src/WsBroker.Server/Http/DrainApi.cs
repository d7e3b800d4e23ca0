using WsBroker.Server.Hosting;

namespace WsBroker.Server.Http;

/// <summary>The part of the HTTP API that ends the node.</summary>
internal sealed class DrainApi(Drain drain)
{
    /// <summary>Adds its path.</summary>
    public void Map(RouteGroupBuilder group) =>
        group.MapPost("/drain", (Delegate)Ask)
            .ForKeysOfAll()
            .WithSummary("Has this node's clients leave, and ends it")
            .WithDescription("As SIGTERM does: it is answered at once, and the process ends with exit code 0 when the clients have gone.")
            .Produces(StatusCodes.Status202Accepted)
            .Refuses();

    private IResult Ask()
    {
        drain.Ask();
        return Results.Accepted();
    }
}

using Microsoft.AspNetCore.Http.Features;
using WsBroker.Broker.Sessions;
using WsBroker.Server.Http.Bodies;
using WsBroker.Server.Keys;

namespace WsBroker.Server.Http;

/// <summary>The part of the HTTP API that is about the nodes of the cluster. Errors are problem details (RFC 9457).</summary>
internal sealed class NodesApi(ClusterInquiry inquiry)
{
    /// <summary>Adds its paths.</summary>
    public void Map(RouteGroupBuilder group) =>
        group.MapMethods("/nodes", [HttpMethods.Get, HttpMethods.Head], (Delegate)ListAsync)
            .WithSummary("Lists the nodes of the cluster that are alive, the one that answers first")
            .Produces<NodesAnswer>()
            .Refuses();

    private async Task<IResult> ListAsync(HttpContext http)
    {
        if (!http.Features.GetRequiredFeature<ApiKey>().IsForAll)
        {
            return new RefusedResult(ErrorCode.NotAllowed);
        }

        return await inquiry.ListNodesAsync() is { } nodes ? JsonAnswer.Of(new NodesAnswer([.. nodes.Select(NodeItem.Of)])) : new RefusedResult(ErrorCode.Busy);
    }
}

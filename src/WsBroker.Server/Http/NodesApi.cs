using WsBroker.Broker.Sessions;
using WsBroker.Server.Http.Bodies;

namespace WsBroker.Server.Http;

/// <summary>The part of the HTTP API that is about the nodes of the cluster. Errors are problem details (RFC 9457).</summary>
internal sealed class NodesApi(ClusterInquiry inquiry)
{
    /// <summary>Adds its paths.</summary>
    public void Map(RouteGroupBuilder group) =>
        group.MapMethods("/nodes", [HttpMethods.Get, HttpMethods.Head], (Delegate)ListAsync)
            .ForKeysOfAll()
            .WithSummary("Lists the nodes of the cluster that are alive, the one that answers first")
            .Produces<NodesAnswer>()
            .Refuses();

    private async Task<IResult> ListAsync() =>
        await inquiry.ListNodesAsync() is { } nodes ? JsonAnswer.Of(new NodesAnswer([.. nodes.Select(NodeItem.Of)])) : new RefusedResult(ErrorCode.Busy);
}

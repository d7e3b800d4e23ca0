using System.Net;
using Microsoft.AspNetCore.Http.Features;
using WsBroker.Gateway.Peers;

namespace WsBroker.Server.Metrics;

/// <summary><c>GET /metrics</c>, for this machine and for the networks that are named.</summary>
internal sealed class MetricsPage(MetricsCollector collector, IReadOnlyList<IPNetwork> scrapers)
{
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds its path.</summary>
    public void Map(IEndpointRouteBuilder web) => web.MapMethods("/metrics", _reading, Answer);

    private IResult Answer(HttpContext context) =>
        MayRead(context.Features.GetRequiredFeature<Peer>())
            ? Results.Text(PrometheusText.Of(collector.Collect()), PrometheusText.ContentType)
            : Results.Problem("The metrics are for this machine and for 'scrapers' only.", statusCode: StatusCodes.Status403Forbidden);

    private bool MayRead(Peer peer) =>
        peer.IsLocal || (!peer.IsHidden && peer.Address is { } address && scrapers.Any(network => network.Contains(address)));
}

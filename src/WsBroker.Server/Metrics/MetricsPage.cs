using System.Net;
using Microsoft.AspNetCore.Http.Features;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Server.Metrics;

/// <summary><c>GET /metrics</c>, for this machine and for the networks that are named.</summary>
internal sealed class MetricsPage(MetricsCollector collector, IReadOnlyList<IPNetwork> scrapers, OriginPolicy origins)
{
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds its path.</summary>
    public void Map(IEndpointRouteBuilder web) => web.MapMethods("/metrics", _reading, Answer);

    private IResult Answer(HttpContext context) =>
        Refuse(context.Features.GetRequiredFeature<Peer>(), context.Request.Host.ToString()) is { } refused
            ? Results.Problem(refused, statusCode: StatusCodes.Status403Forbidden)
            : Results.Text(PrometheusText.Of(collector.Collect()), PrometheusText.ContentType);

    private string? Refuse(Peer peer, string host)
    {
        if (IsScraper(peer))
        {
            return null;
        }

        return !peer.IsLocal ? "The metrics are for this machine and for 'scrapers' only."
            : origins.IsOurs(peer, host) ? null
            : UpgradeRefusal.HostNotAllowed.Sentence();
    }

    private bool IsScraper(Peer peer) =>
        !peer.IsHidden && peer.Address is { } address && scrapers.Any(network => network.Contains(address));
}

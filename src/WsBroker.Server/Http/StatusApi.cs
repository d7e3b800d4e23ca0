using WsBroker.Broker.Cluster;
using WsBroker.Server.Http.Bodies;
using WsBroker.Server.Metrics;
using WsBroker.Server.Options;

namespace WsBroker.Server.Http;

/// <summary>The part of the HTTP API that tells of this node: what the dashboard shows.</summary>
/// <param name="node">This node.</param>
/// <param name="metrics">What is counted.</param>
/// <param name="options">What may be insecure.</param>
internal sealed class StatusApi(NodeDescription node, MetricsCollector metrics, ServerOptions options)
{
    private const string Nodes = "wsbroker_nodes";

    // Of the runtime only what an operator looks at: all of it is in /metrics
    private static readonly string[] _shown = ["wsbroker_", "dotnet_process_", "dotnet_gc_last_collection_memory_committed"];

    private readonly IReadOnlyList<string> _insecure = [.. InsecureSettings.Find(options)];

    /// <summary>Adds its path.</summary>
    public void Map(RouteGroupBuilder group) => group.MapMethods("/status", [HttpMethods.Get, HttpMethods.Head], (Delegate)Tell)
        .ForKeysOfAll()
        .WithSummary("Tells of this node: its version, since when it is up, insecure settings, and what is counted")
        .Produces<StatusAnswer>()
        .Refuses();

    private IResult Tell()
    {
        var values = metrics.Collect()
            .Where(static metric => Array.Exists(_shown, name => metric.Name.StartsWith(name, StringComparison.Ordinal)))
            .SelectMany(static metric => metric.Series.Select(one => KeyValuePair.Create($"{metric.Name}{one.Key}", one.Value)))
            .ToDictionary(StringComparer.Ordinal);
        return JsonAnswer.Of(new StatusAnswer(
            node.Name, node.Version, node.Since, TimeProvider.System.GetUtcNow(), node.Addresses, (int)values.GetValueOrDefault(Nodes, 1), _insecure, values));
    }
}

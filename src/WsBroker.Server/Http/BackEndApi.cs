using WsBroker.Server.Hosting;
using WsBroker.Server.Keys;
using WsBroker.Server.Metrics;
using WsBroker.Server.Options;

namespace WsBroker.Server.Http;

/// <summary>The HTTP API for back ends, with its description.</summary>
/// <param name="node">This node: its topics, and who is here.</param>
/// <param name="keys">Who may use it.</param>
/// <param name="drain">The end of the node.</param>
/// <param name="metrics">What is counted.</param>
/// <param name="options">What else decides on that, and what clients may cost.</param>
internal sealed class BackEndApi(ClusterNode node, ApiKeys keys, Drain drain, MetricsCollector metrics, ServerOptions options)
{
    /// <summary>The dashboard, which uses it.</summary>
    public AdminPage Admin { get; } = new(keys, options.OriginPolicy);

    /// <summary>Counts and logs what it refuses.</summary>
    public ApiRefusals Refusals(ILoggerFactory loggers) => new(new ApiMetrics(metrics.Meters), loggers.CreateLogger("WsBroker.Api"));

    /// <summary>Adds what the description needs.</summary>
    public static void AddServices(IServiceCollection services) =>
        services.AddOpenApi(ApiDescription.Document, ApiDescription.Configure);

    /// <summary>Adds its paths.</summary>
    public void Map(WebApplication web)
    {
        var group = web.MapGroup("/api").AddEndpointFilter(new ApiGuard(keys, options.OriginPolicy)).AddEndpointFilter(QueryRules.ApplyAsync);
        var nodes = new ClusterInquiry(node.Cluster);
        var inquiry = new TopicInquiry(node.Sessions.Topics, nodes);
        new PublishApi(inquiry, options.Limits, node.Sessions.Rates).Map(group);
        new TopicsApi(inquiry).Map(group);
        new ConnectionsApi(nodes).Map(group);
        new AccessApi(nodes, hasUsers: node.Sessions.Users is not null).Map(group);
        new NodesApi(nodes).Map(group);
        new DrainApi(drain, nodes).Map(group);
        new StatusApi(node.Description, metrics, options).Map(group);
        web.MapOpenApi("/openapi/{documentName}.json");
    }
}

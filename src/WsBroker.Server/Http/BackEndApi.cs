using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway;
using WsBroker.Server.Hosting;
using WsBroker.Server.Keys;
using WsBroker.Server.Options;

namespace WsBroker.Server.Http;

/// <summary>The HTTP API for back ends, with its description.</summary>
/// <param name="sessions">What sessions share: the topics of this node, and who is here.</param>
/// <param name="gateway">The connections; there from the start of the server on.</param>
/// <param name="keys">Who may use it.</param>
/// <param name="drain">The end of the node.</param>
/// <param name="options">What else decides on that, and what clients may cost.</param>
internal sealed class BackEndApi(
    SessionEnvironment sessions, Func<ActorRef<GatewayMessage>> gateway, ApiKeys keys, Drain drain, ServerOptions options)
{
    /// <summary>Adds what the description needs.</summary>
    public static void AddServices(IServiceCollection services) =>
        services.AddOpenApi(ApiDescription.Document, ApiDescription.Configure);

    /// <summary>Adds its paths.</summary>
    public void Map(WebApplication web)
    {
        var group = web.MapGroup("/api").AddEndpointFilter(new ApiGuard(keys, options.OriginPolicy));
        var inquiry = new TopicInquiry(sessions.Topics);
        new PublishApi(inquiry, options.Limits, sessions.Rates).Map(group);
        new TopicsApi(inquiry).Map(group);
        new ConnectionsApi(new ConnectionInquiry(gateway)).Map(group);
        new AccessApi(sessions.Users).Map(group);
        new DrainApi(drain).Map(group);
        web.MapOpenApi("/openapi/{documentName}.json");
    }
}

using WsBroker.Server.Options;

namespace WsBroker.Server.Http;

/// <summary>The HTTP API for back ends, with its description.</summary>
/// <param name="inquiry">Asks the topics.</param>
/// <param name="guard">Who may use it.</param>
/// <param name="limits">What clients may cost.</param>
internal sealed class BackEndApi(TopicInquiry inquiry, ApiGuard guard, LimitsOptions limits)
{
    /// <summary>Adds what the description needs.</summary>
    public static void AddServices(IServiceCollection services) =>
        services.AddOpenApi(ApiDescription.Document, ApiDescription.Configure);

    /// <summary>Adds its paths.</summary>
    public void Map(WebApplication web)
    {
        var group = web.MapGroup("/api").AddEndpointFilter(guard);
        new PublishApi(inquiry, limits).Map(group);
        new TopicsApi(inquiry).Map(group);
        web.MapOpenApi("/openapi/{documentName}.json");
    }
}

using Microsoft.AspNetCore.Http.Features;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Server.Http.Bodies;
using WsBroker.Server.Keys;

namespace WsBroker.Server.Http;

/// <summary>The part of the HTTP API that is about connections. Errors are problem details (RFC 9457).</summary>
internal sealed class ConnectionsApi(ClusterInquiry inquiry)
{
    private const int MaxListed = 1000;

    private const string Allowed = "The body must be one JSON object with one of 'user' and 'client', a string, and for a user perhaps 'tenant'.";

    /// <summary>Adds its paths.</summary>
    public void Map(RouteGroupBuilder group)
    {
        group.MapMethods("/connections", [HttpMethods.Get, HttpMethods.Head], (HttpContext http, string? user, string? client, string? tenant) => ListAsync(http, user, client, tenant))
            .WithSummary("Lists open connections, all or those of a user, or tells of one")
            .Produces<ConnectionsAnswer>()
            .Refuses();
        group.MapPost("/disconnect", (HttpRequest http) => DisconnectAsync(http))
            .WithSummary("Closes the connections of a user, or one, with 4002")
            .Takes<ConnectionSelection>()
            .Produces<CountAnswer>()
            .Refuses(StatusCodes.Status415UnsupportedMediaType);
        group.MapPost("/unsubscribe", (HttpRequest http) => UnsubscribeAsync(http))
            .WithSummary("Ends a subscription of all connections of a user, or of one")
            .Takes<UnsubscribeBody>()
            .Produces<CountAnswer>()
            .Refuses(StatusCodes.Status415UnsupportedMediaType);
    }

    private async Task<IResult> ListAsync(HttpContext http, string? user, string? client, string? tenant)
    {
        if (NamedTenant.Find(KeyOf(http), tenant, out var refusal) is not { } meant)
        {
            return refusal!;
        }

        // Who may see all, and names nobody, sees all
        var isForAll = KeyOf(http).IsForAll && user is null && tenant is null;
        return await inquiry.AskAsync(new ConnectionQuestion.Describe(user, client, isForAll ? null : meant)) is { } answer
            ? JsonAnswer.Of(new ConnectionsAnswer(
                CountIn(answer), [.. ConnectionsIn(answer).SelectMany(static part => part.Listed).Take(MaxListed).Select(ConnectionItem.Of)], NodesPart.Of(answer)))
            : new RefusedResult(ErrorCode.Busy);
    }

    private async Task<IResult> DisconnectAsync(HttpRequest http)
    {
        var (meant, refusal) = await ReadAsync<ConnectionSelection>(http);
        if (meant is null)
        {
            return refusal!;
        }

        return TryFindTenant(KeyOf(http.HttpContext), meant, out var tenant, out refusal)
            ? await OrderAsync(new ConnectionQuestion.Disconnect(meant.User, meant.Client, tenant))
            : refusal!;
    }

    private async Task<IResult> UnsubscribeAsync(HttpRequest http)
    {
        var (meant, refusal) = await ReadAsync<UnsubscribeBody>(http);
        if (meant is null)
        {
            return refusal!;
        }

        if (!TopicFilter.TryParse(meant.Topic ?? "", out var filter, out var wrong))
        {
            return Problem($"'topic' is wrong: {wrong.Describe()}.");
        }

        var key = KeyOf(http.HttpContext);
        if (!TryFindTenant(key, meant, out var tenant, out refusal))
        {
            return refusal!;
        }

        // Whoever subscribes to a tenant's topics is among its own, or of no tenant
        return filter.Text.StartsWith(key.Prefix, StringComparison.Ordinal)
            ? await OrderAsync(new ConnectionQuestion.Unsubscribe(meant.User, meant.Client, key.IsForAll ? tenant : null, filter))
            : new RefusedResult(ErrorCode.NotAllowed);
    }

    // A connection has one name among all tenants, so that a key that is for all need not say whose it is
    private static bool TryFindTenant(ApiKey key, ConnectionSelection meant, out string? tenant, out IResult? refusal)
    {
        tenant = NamedTenant.Find(key, meant.Tenant, out refusal);
        var isTheirs = tenant is not null;
        tenant = key.IsForAll && meant.User is null ? null : tenant;
        return isTheirs;
    }

    private async Task<IResult> OrderAsync(ConnectionQuestion order) =>
        await inquiry.AskAsync(order) is { } answer ? JsonAnswer.Of(new CountAnswer(CountIn(answer), NodesPart.Of(answer))) : new RefusedResult(ErrorCode.Busy);

    private static int CountIn(ClusterAnswer answer) => ConnectionsIn(answer).Sum(static part => part.Count);

    private static IEnumerable<NodeAnswer.Connections> ConnectionsIn(ClusterAnswer answer) => answer.Parts.OfType<NodeAnswer.Connections>();

    private static async Task<(TBody? Body, IResult? Refusal)> ReadAsync<TBody>(HttpRequest http)
        where TBody : ConnectionSelection
    {
        var (body, refusal) = await JsonBody.ReadAsync<TBody>(http, Allowed);
        return body is { IsValid: false } ? (null, Problem(Allowed)) : (body, refusal);
    }

    private static ApiKey KeyOf(HttpContext http) => http.Features.GetRequiredFeature<ApiKey>();

    private static IResult Problem(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}

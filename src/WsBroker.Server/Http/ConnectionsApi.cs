using System.Text.Json;
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

    private static readonly JsonSerializerOptions _bodies =
        new(JsonSerializerDefaults.Web) { PropertyNameCaseInsensitive = false, AllowDuplicateProperties = false };

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
        if (KeyOf(http).TenantOf(tenant) is not { } meant)
        {
            return new RefusedResult(ErrorCode.NotAllowed);
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

        return TryFindTenant(KeyOf(http.HttpContext), meant, out var tenant)
            ? await OrderAsync(new ConnectionQuestion.Disconnect(meant.User, meant.Client, tenant))
            : new RefusedResult(ErrorCode.NotAllowed);
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

        // Whoever subscribes to a tenant's topics is among its own, or of no tenant
        var key = KeyOf(http.HttpContext);
        var isOpen = TryFindTenant(key, meant, out var tenant) && filter.Text.StartsWith(key.Prefix, StringComparison.Ordinal);
        return isOpen
            ? await OrderAsync(new ConnectionQuestion.Unsubscribe(meant.User, meant.Client, key.IsForAll ? tenant : null, filter))
            : new RefusedResult(ErrorCode.NotAllowed);
    }

    // A connection has one name among all tenants, so that a key that is for all need not say whose it is
    private static bool TryFindTenant(ApiKey key, ConnectionSelection meant, out string? tenant)
    {
        tenant = key.TenantOf(meant.Tenant);
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
        if (!JsonBody.IsJson(http) || !JsonBody.IsUncoded(http))
        {
            return (null, Results.Problem("The body must be application/json in UTF-8, not compressed.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        }

        try
        {
            var body = await JsonSerializer.DeserializeAsync<TBody>(http.Body, _bodies, http.HttpContext.RequestAborted);
            return body is { IsValid: true } ? (body, null) : (null, Problem("The body must be one JSON object with one of 'user' and 'client', a string."));
        }
        catch (JsonException)
        {
            return (null, Problem("The body must be one JSON object, in which 'user', 'client' and 'topic' are strings."));
        }
    }

    private static ApiKey KeyOf(HttpContext http) => http.Features.GetRequiredFeature<ApiKey>();

    private static IResult Problem(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}

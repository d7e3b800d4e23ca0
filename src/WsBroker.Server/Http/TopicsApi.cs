using Microsoft.AspNetCore.Http.Features;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Protocols.Json;
using WsBroker.Server.Http.Bodies;
using WsBroker.Server.Keys;

namespace WsBroker.Server.Http;

/// <summary>The part of the HTTP API that tells of topics, and has them forget. Errors are problem details (RFC 9457).</summary>
internal sealed class TopicsApi(TopicInquiry inquiry)
{
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds its paths.</summary>
    public void Map(RouteGroupBuilder group)
    {
        group.MapMethods("/topics", _reading, (HttpContext http, string? match) => ListAsync(http, match))
            .WithSummary("Lists the active topics, all or those that a filter matches")
            .Produces<TopicsAnswer>()
            .Refuses();
        group.MapMethods("/presence", _reading, (HttpContext http, string? topic) => ReadPresenceAsync(http))
            .WithSummary("Tells who is subscribed to a topic by its name")
            .WithDescription("How many exactly, and at most 1,000 of them.")
            .Produces<PresenceAnswer>()
            .Refuses();
        group.MapMethods("/history", _reading, (HttpContext http, string? topic, string? after, string? before, string? last) => ReadAsync(http))
            .WithSummary("Reads a topic's history: the last messages, or those after or before an offset")
            .WithDescription("At most 'last' messages (1 to 1000; 100 if nothing is said), and fewer when they are large; always oldest first.")
            .Produces<HistoryAnswer>()
            .Refuses();
        group.MapDelete("/history", (HttpContext http, string? topic) => ForgetAsync(http))
            .WithSummary("Forgets all that is kept of a topic, which begins anew in another epoch")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses();
    }

    private async Task<IResult> ReadPresenceAsync(HttpContext http)
    {
        if (HistoryQuery.ReadTopic(http.Request.Query, out var problem) is not { } topic)
        {
            return Results.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        }

        return await inquiry.ReadPresenceAsync(http.Features.GetRequiredFeature<ApiKey>(), topic) switch
        {
            SessionEvent.PresenceRead presence => new WrittenResult(json => PresenceWriter.WriteMembers(json, presence)),
            SessionEvent.Refused no => new RefusedResult(no.Code),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private async Task<IResult> ListAsync(HttpContext http, string? match)
    {
        if (!TopicFilter.TryParse(match ?? "#", out var filter, out var wrong))
        {
            return Results.Problem($"'match' is wrong: {wrong.Describe()}.", statusCode: StatusCodes.Status400BadRequest);
        }

        return await inquiry.ListAsync(http.Features.GetRequiredFeature<ApiKey>(), filter) is var (topics, answer)
            ? JsonAnswer.Of(new TopicsAnswer([.. topics.Select(TopicItem.Of)], NodesPart.Of(answer)))
            : new RefusedResult(ErrorCode.Busy);
    }

    private async Task<IResult> ReadAsync(HttpContext http)
    {
        if (HistoryQuery.Read(http.Request.Query, out var problem) is not { } query)
        {
            return Results.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        }

        return await inquiry.ReadAsync(http.Features.GetRequiredFeature<ApiKey>(), query.Topic, query.Part) switch
        {
            SessionEvent.HistoryRead history => new WrittenResult(json => HistoryWriter.WriteMembers(json, history)),
            SessionEvent.Refused no => new RefusedResult(no.Code),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private async Task<IResult> ForgetAsync(HttpContext http)
    {
        if (HistoryQuery.ReadTopic(http.Request.Query, out var problem) is not { } topic)
        {
            return Results.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        }

        return await inquiry.ForgetAsync(http.Features.GetRequiredFeature<ApiKey>(), topic) is { } refused
            ? new RefusedResult(refused)
            : Results.NoContent();
    }
}

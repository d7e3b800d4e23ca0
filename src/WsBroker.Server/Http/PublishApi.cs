using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using WsBroker.Broker.Access;
using WsBroker.Broker.Rates;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Server.Http.Bodies;
using WsBroker.Server.Keys;
using WsBroker.Server.Options;

namespace WsBroker.Server.Http;

/// <summary>The part of the HTTP API that publishes. Errors are problem details (RFC 9457).</summary>
/// <param name="inquiry">Asks the topics.</param>
/// <param name="limits">How large a publication may be.</param>
/// <param name="rates">How many may come with an API key in a second; null if that is not limited.</param>
internal sealed class PublishApi(TopicInquiry inquiry, LimitsOptions limits, RateLimits? rates)
{
    /// <summary>What a body may have beside the payload: names, headers, white space.</summary>
    private const int BodyOverhead = 64 * 1024;

    /// <summary>The largest body; the payload in it may be in Base64.</summary>
    public static long MaxBodyBytes(LimitsOptions limits) => ((long)limits.MessageBytes * 4 / 3) + BodyOverhead;

    /// <summary>Adds its paths.</summary>
    public void Map(RouteGroupBuilder group)
    {
        group.MapPost("/publish", (HttpRequest http) => PublishAsync(http))
            .WithSummary("Publishes to one topic, or to several")
            .WithDescription("Each topic takes it or refuses it on its own: the answer has a result for each. Only if all refuse is the answer an error.")
            .Takes<PublishBody>()
            .Produces<PublishAnswer>()
            .Refuses(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        group.MapPost("/users/{user}/publish", (HttpRequest http, string user, string? tenant) => PushAsync(http, user, tenant))
            .WithSummary("Publishes to all connections of a user, by its inbox $user/ID")
            .Takes<Payload>()
            .Produces<PublishResult>()
            .Refuses(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
    }

    private async Task<IResult> PublishAsync(HttpRequest http)
    {
        var (request, refusal) = await ReadAsync(http, inbox: null);
        if (request is null)
        {
            return refusal!;
        }

        var key = http.HttpContext.Features.GetRequiredFeature<ApiKey>();
        if (TooFast(key, request.Topics.Count) is { } tooFast)
        {
            return tooFast;
        }

        var answers = await Task.WhenAll(request.Topics.Select(topic => inquiry.PublishAsync(key, topic, request.Content)));
        return Array.TrueForAll(answers, answer => answer is SessionEvent.Refused) && answers[0] is SessionEvent.Refused refused
            ? new RefusedResult(refused.Code)
            : JsonAnswer.Of(new PublishAnswer([.. request.Topics.Zip(answers, PublishResult.Of)]));
    }

    private async Task<IResult> PushAsync(HttpRequest http, string routed, string? named)
    {
        var key = http.HttpContext.Features.GetRequiredFeature<ApiKey>();
        if (NamedTenant.Find(key, named, out var wrongTenant) is not { } tenant)
        {
            return wrongTenant!;
        }

        var target = http.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (UserInPath.Find(target, routed) is not { } user)
        {
            return Problem(StatusCodes.Status400BadRequest, "The path has '.' or '..' in it; write the user as one level, percent-encoded.");
        }

        if (!UserId.TryParse(user, tenant, out var id))
        {
            return Problem(StatusCodes.Status400BadRequest, "The user is empty, too long, or has control characters.");
        }

        var inbox = id.ToInbox();
        var (request, refusal) = await ReadAsync(http, inbox);
        if (request is null)
        {
            return refusal!;
        }

        return TooFast(key, topics: 1) ?? await inquiry.PushAsync(key, inbox, request.Content) switch
        {
            SessionEvent.Published done => JsonAnswer.Of(PublishResult.Of(inbox, done) with { Reached = done.Reached }),
            SessionEvent.Refused no => new RefusedResult(no.Code),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    // A request counts as often as it has topics, and is refused as a whole
    private RefusedResult? TooFast(ApiKey key, int topics) =>
        rates?.ApiKeys.Take(key.Name, RateKind.Publish, topics) is { Ticks: > 0 } wait ? new RefusedResult(ErrorCode.RateExceeded, wait) : null;

    private async Task<(PublishRequest? Request, IResult? Refusal)> ReadAsync(HttpRequest http, TopicName? inbox)
    {
        if (!JsonBody.IsJson(http))
        {
            return (null, Problem(StatusCodes.Status415UnsupportedMediaType, "The body must be application/json in UTF-8."));
        }

        if (!JsonBody.IsUncoded(http))
        {
            http.HttpContext.Response.Headers.AcceptEncoding = JsonBody.Identity;
            return (null, Problem(StatusCodes.Status415UnsupportedMediaType, "The body must not be compressed."));
        }

        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body, http.HttpContext.RequestAborted);
        var request = PublishRequestReader.Read(body.GetBuffer().AsSpan(0, (int)body.Length), inbox, out var wrong);
        return request is null ? (null, Problem(StatusCodes.Status400BadRequest, wrong!)) : Check(request);
    }

    private (PublishRequest? Request, IResult? Refusal) Check(PublishRequest request)
    {
        if (request.Content.Payload.Length <= limits.MessageBytes)
        {
            return (request, null);
        }

        var most = string.Create(CultureInfo.InvariantCulture, $"A payload has at most {limits.MessageBytes} bytes.");
        return (null, Problem(StatusCodes.Status413PayloadTooLarge, most));
    }

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);
}

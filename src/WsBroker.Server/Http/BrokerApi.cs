using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Server.Hosting;
using WsBroker.Server.Keys;
using WsBroker.Server.Options;

namespace WsBroker.Server.Http;

/// <summary>The HTTP API for back ends. Errors are problem details (RFC 9457).</summary>
internal sealed class BrokerApi(ActorRef<TopicsMessage> topics, LimitsOptions limits)
{
    /// <summary>What a body may have beside the payload: names, headers, white space.</summary>
    private const int BodyOverhead = 64 * 1024;

    private const string Identity = "identity";

    /// <summary>How long a topic may take to answer; it answers in microseconds unless the machine is overloaded.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private static readonly RequestId _wanted = new("0"u8.ToArray());

    /// <summary>The largest body; the payload in it may be in Base64.</summary>
    public long MaxBodyBytes => ((long)limits.MessageBytes * 4 / 3) + BodyOverhead;

    /// <summary>Adds its paths.</summary>
    public void Map(RouteGroupBuilder group)
    {
        group.MapPost("/publish", (HttpRequest http) => PublishAsync(http));
        group.MapMethods("/topics", [HttpMethods.Get, HttpMethods.Head], (HttpContext http, string? match) => ListAsync(http, match));
    }

    private async Task<IResult> PublishAsync(HttpRequest http)
    {
        if (!IsJson(http))
        {
            return Problem(StatusCodes.Status415UnsupportedMediaType, "The body must be application/json in UTF-8.");
        }

        if (!IsUncoded(http))
        {
            http.HttpContext.Response.Headers.AcceptEncoding = Identity;
            return Problem(StatusCodes.Status415UnsupportedMediaType, "The body must not be compressed.");
        }

        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body, http.HttpContext.RequestAborted);
        var request = PublishRequestReader.Read(body.GetBuffer().AsSpan(0, (int)body.Length), out var wrong);
        if (request is null)
        {
            return Problem(StatusCodes.Status400BadRequest, wrong!);
        }

        if (request.Content.Payload.Length > limits.MessageBytes)
        {
            var most = string.Create(CultureInfo.InvariantCulture, $"A payload has at most {limits.MessageBytes} bytes.");
            return Problem(StatusCodes.Status413PayloadTooLarge, most);
        }

        var key = http.HttpContext.Features.GetRequiredFeature<ApiKey>();
        var asked = request.Topics.Select(topic => PublishAsync(key, topic, request.Content));
        return Answer(request.Topics, await Task.WhenAll(asked));
    }

    private async Task<SessionEvent> PublishAsync(ApiKey key, TopicName topic, Content content)
    {
        if (!key.IsFor(topic))
        {
            return new SessionEvent.Refused(_wanted, ErrorCode.NotAllowed);
        }

        if (topic.IsSystem)
        {
            return new SessionEvent.Refused(_wanted, ErrorCode.SystemTopic);
        }

        var answer = new PromiseRef<SessionMessage>();
        topics.Tell(new TopicMessage.Publish(topic, content, Participant.Server, answer, _wanted));
        try
        {
            return (SessionEvent)await answer.Kept.WaitAsync(_patience);
        }
        catch (TimeoutException)
        {
            return new SessionEvent.Refused(_wanted, ErrorCode.Busy);
        }
    }

    private static IResult Answer(IReadOnlyList<TopicName> topics, SessionEvent[] answers)
    {
        if (Array.TrueForAll(answers, answer => answer is SessionEvent.Refused) && answers[0] is SessionEvent.Refused refused)
        {
            return new RefusedResult(refused.Code);
        }

        var results = topics.Zip(answers, object (topic, answer) => answer switch
        {
            SessionEvent.Published done => new { topic = topic.Text, epoch = done.Epoch, offset = done.Offset },
            SessionEvent.Refused no => new { topic = topic.Text, error = Describe(no.Code) },
            _ => throw new InvalidOperationException(answer.GetType().Name),
        });
        return Results.Json(new { results });
    }

    private async Task<IResult> ListAsync(HttpContext http, string? match)
    {
        if (!TopicFilter.TryParse(match ?? "#", out var filter, out var wrong))
        {
            return Problem(StatusCodes.Status400BadRequest, $"'match' is wrong: {wrong.Describe()}.");
        }

        var answer = new PromiseRef<IReadOnlyList<TopicDescription>>();
        topics.Tell(new TopicsMessage.ListTopics(filter, answer));
        var active = await answer.Kept.WaitAsync(_patience);
        var key = http.Features.GetRequiredFeature<ApiKey>();
        return Results.Json(new
        {
            topics = active.Where(topic => key.IsFor(topic.Topic)).Select(topic => new
            {
                topic = topic.Topic.Text,
                subscribers = topic.Subscribers,
                messages = topic.Messages,
                epoch = topic.Position.Epoch,
                offset = topic.Position.Offset,
            }),
        });
    }

    private static object Describe(ErrorCode code) =>
        new { code = (int)code, message = code.Describe(), retry = code.IsRetryable() };

    private static bool IsJson(HttpRequest http)
    {
        var type = http.GetTypedHeaders().ContentType;
        return type?.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) is true
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsUncoded(HttpRequest http)
    {
        var coding = http.Headers.ContentEncoding;
        return coding.Count == 0 || Identity.Equals(coding.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);
}

using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using WsBroker.Gateway.Origins;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;
using WsBroker.Protocols.Sse;
using WsBroker.Server.Hosting;

namespace WsBroker.Server.Http;

/// <summary>Streams of events as answers of Kestrel: over HTTP/2, and on connections that have served other requests before.</summary>
internal static class EventStreams
{
    private const string Allowed = "GET, OPTIONS";

    /// <summary>Has an answer for what is no GET: the gateway takes those, on every way in.</summary>
    /// <param name="web">The server.</param>
    /// <param name="origins">Which pages may ask.</param>
    public static void Map(WebApplication web, OriginPolicy origins)
    {
        web.MapMethods(SseEndpoint.Path, [HttpMethods.Options], context => AnswerPreflightAsync(context, origins));
        web.MapMethods(
            SseEndpoint.Path,
            [HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete],
            static context =>
            {
                context.Response.Headers.Allow = Allowed;
                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                return Task.CompletedTask;
            });
    }

    /// <summary>Tells the client that it is let in, and moves events to it until one of both has had enough.</summary>
    /// <param name="context">The request.</param>
    /// <param name="transport">What the gateway has of it.</param>
    /// <param name="answer">The head of the answer.</param>
    public static async Task CarryAsync(HttpContext context, RequestTransport transport, TranslatedAnswer answer)
    {
        // How a body ends is for Kestrel to say
        answer.AddHeaders(context.Response, isHttp2: true);
        await context.Response.StartAsync(CancellationToken.None);

        // There is nothing to hear of the client but its end
        var input = new Pipe();
        await using var ended = context.RequestAborted.Register(() => input.Writer.Complete());
        var pipes = new PipeTransport(new DuplexPipe(input.Reader, context.Response.BodyWriter), transport.Peer, context.Abort);
        if (transport.TryOpen(pipes))
        {
            await pipes.Released;
        }
    }

    // A page asks first if it sends a token or an id of its own; EventSource itself never does
    private static Task AnswerPreflightAsync(HttpContext context, OriginPolicy origins)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        var origin = request.Headers.Origin.Count == 0 ? null : request.Headers.Origin.ToString();
        var mayAsk = origins.Allows(origin, context.Features.GetRequiredFeature<Peer>(), request.Host.ToString());
        headers.Allow = Allowed;
        headers.Vary = "Origin";
        if (mayAsk && origin is not null)
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowMethods = HttpMethods.Get;
            headers.AccessControlAllowHeaders = "authorization, cache-control, last-event-id";
            headers.AccessControlMaxAge = "600";
        }

        context.Response.StatusCode = mayAsk ? StatusCodes.Status204NoContent : StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}

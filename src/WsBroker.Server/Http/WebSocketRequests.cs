using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Listening;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;
using WsBroker.Protocols;
using WsBroker.Server.Hosting;

namespace WsBroker.Server.Http;

/// <summary>
/// WebSockets on connections that Kestrel has read requests from: streams of HTTP/2 (RFC 8441), and upgrades on a connection
/// that has served other requests before; and there, streams of events.
/// </summary>
/// <remarks>The gateway decides, and hears the request as HTTP/1.1; what it gives back goes on to the pages and the API.</remarks>
internal sealed class WebSocketRequests(OfferedAcceptor gateway, EndpointTable endpoints)
{
    private static readonly StreamPipeReaderOptions _input = new(leaveOpen: true, useZeroByteReads: true);
    private static readonly StreamPipeWriterOptions _output = new(leaveOpen: true);

    /// <summary>Handles a request, or leaves it to the next.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsForGateway(context))
        {
            await next(context);
        }
        else if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: not "websocket" })
        {
            // RFC 9220 §3 says so for HTTP/3; RFC 8441 leaves it open
            context.Response.StatusCode = StatusCodes.Status501NotImplemented;
        }
        else if (TranslatedRequest.Write(context) is { } head)
        {
            await AskAsync(context, next, head);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    /// <summary>Whether it asks for a WebSocket, or is for a path that speaks nothing else.</summary>
    private bool IsForGateway(HttpContext context)
    {
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true })
        {
            return true;
        }

        var headers = context.Request.Headers;
        return headers.Upgrade.Count + headers.SecWebSocketKey.Count + headers.SecWebSocketVersion.Count > 0
            || (endpoints.TryFind(RawPath(context), out var endpoint) && !LeavesPlainHttp(endpoint, context.Request.Method));
    }

    private static bool LeavesPlainHttp(IEndpoint endpoint, string method) =>
        endpoint.LeavesPlainHttp && !(endpoint.IsOneWay && HttpMethods.IsGet(method));

    private static string RawPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target[..query];
    }

    private async Task AskAsync(HttpContext context, RequestDelegate next, byte[] head)
    {
        var transport = new RequestTransport(head, context.Features.GetRequiredFeature<Peer>());
        if (!gateway.TryOffer(transport))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "1";
            return;
        }

        switch (await transport.Outcome)
        {
            case RequestOutcome.Accepted accepted when new TranslatedAnswer(accepted.Answer) is { IsUpgrade: false } answer:
                await EventStreams.CarryAsync(context, transport, answer);
                break;
            case RequestOutcome.Accepted accepted:
                await CarryAsync(context, transport, new TranslatedAnswer(accepted.Answer));
                break;
            case RequestOutcome.Refused refused:
                await new TranslatedAnswer(refused.Answer).GiveAsync(context.Response);
                break;
            case RequestOutcome.GivenBack:
                await next(context);
                break;
            default:
                context.Abort();
                break;
        }
    }

    /// <summary>Tells the client that it is connected, and moves its bytes until the end.</summary>
    private static async Task CarryAsync(HttpContext context, RequestTransport transport, TranslatedAnswer answer)
    {
        var connect = context.Features.Get<IHttpExtendedConnectFeature>();
        var isStream = connect is { IsExtendedConnect: true };
        answer.AddHeaders(context.Response, isStream);
        context.Features.Get<GuardedInput>()?.OpenGate();
        await using var stream = isStream
            ? await connect!.AcceptAsync()
            : await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        var pipes = new PipeTransport(
            new DuplexPipe(PipeReader.Create(stream, _input), PipeWriter.Create(stream, _output)),
            transport.Peer,
            context.Abort);
        if (transport.TryOpen(pipes))
        {
            await pipes.Released;
        }
        else
        {
            context.Abort();
        }
    }
}

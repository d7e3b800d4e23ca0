using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace WsBroker.Server.Http;

/// <summary>What a request over HTTP/2 must not have and Kestrel lets pass (RFC 9113 §8.2): it is malformed, and its stream is reset.</summary>
/// <remarks>Whoever writes such a header down again as HTTP/1.1 would have another request, or two.</remarks>
internal static class Http2Rules
{
    private const int ProtocolError = 1;

    // RFC 9110 §5.6.2
    private static readonly SearchValues<char> _token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // RFC 9113 §8.2.2; Kestrel refuses Connection and TE itself
    private static readonly string[] _ofConnection = ["Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade"];

    /// <summary>Resets the stream of a malformed request, or leaves the request to the next.</summary>
    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (HttpProtocol.IsHttp2(context.Request.Protocol) && !context.Request.Headers.Keys.All(IsAllowed))
        {
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(ProtocolError);
            return Task.CompletedTask;
        }

        return next(context);
    }

    private static bool IsAllowed(string name) =>
        !name.AsSpan(name.StartsWith(':') ? 1 : 0).ContainsAnyExcept(_token) && !_ofConnection.Contains(name, StringComparer.OrdinalIgnoreCase);
}

using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace WsBroker.Server.Http;

/// <summary>A request that Kestrel has read, written down again as the head of HTTP/1.1.</summary>
/// <remarks>
/// What an extended CONNECT of HTTP/2 says by its pseudo-headers (RFC 8441 §5) is said with the headers of RFC 6455 §4.1;
/// the key is made up, since nobody looks at the answer to it.
/// </remarks>
internal static class TranslatedRequest
{
    private const string MadeUpKey = "AAAAAAAAAAAAAAAAAAAAAA==";

    private static readonly SearchValues<char> _endsLine = SearchValues.Create("\r\n\0");

    // In an extended CONNECT they have no meaning (RFC 8441 §5), and are written by us
    private static readonly string[] _ofOpening = ["Host", "Upgrade", "Connection", "Sec-WebSocket-Key"];

    /// <summary>Writes the head.</summary>
    /// <returns>Null if a value would end its line.</returns>
    public static byte[]? Write(HttpContext context)
    {
        var request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        if (request.Headers.Any(static header => header.Value.Any(static value => value.AsSpan().ContainsAny(_endsLine))))
        {
            return null;
        }

        var isConnect = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
        var head = new StringBuilder($"{(isConnect ? HttpMethods.Get : request.Method)} {request.RawTarget} HTTP/1.1\r\n");
        if (isConnect)
        {
            head.Append("Upgrade: websocket\r\nConnection: Upgrade\r\n")
                .Append("Host: ").Append(request.Headers.Host).Append("\r\n")
                .Append("Sec-WebSocket-Key: ").Append(MadeUpKey).Append("\r\n");
        }

        foreach (var (name, values) in request.Headers.Where(header => !isConnect || !IsOfOpening(header.Key)))
        {
            foreach (var value in values)
            {
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    private static bool IsOfOpening(string name) =>
        name.StartsWith(':') || _ofOpening.Contains(name, StringComparer.OrdinalIgnoreCase);
}

using System.Globalization;
using System.Text;

namespace WsBroker.Server.Http;

/// <summary>An answer in HTTP/1.1 of our own making, to be given by Kestrel.</summary>
internal sealed class TranslatedAnswer
{
    // Kestrel's own, or of one connection of HTTP/1.1 only (RFC 9113 §8.2.2)
    private static readonly string[] _ofConnection = ["Date", "Content-Length", "Connection", "Upgrade", "Sec-WebSocket-Accept"];

    private readonly int _status;
    private readonly (string Name, string Value)[] _headers;
    private readonly ReadOnlyMemory<byte> _body;

    /// <summary>Reads the whole answer, or the head of one that lets the client in.</summary>
    public TranslatedAnswer(ReadOnlyMemory<byte> answer)
    {
        var end = answer.Span.IndexOf("\r\n\r\n"u8);
        var lines = Encoding.ASCII.GetString(answer.Span[..end]).Split("\r\n");
        _status = int.Parse(lines[0].AsSpan("HTTP/1.1 ".Length, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        _headers = [.. lines.Skip(1).Select(static line => line.Split(": ", 2)).Select(static parts => (parts[0], parts[1]))];
        _body = answer[(end + 4)..];
    }

    /// <summary>Whether it ends HTTP on its connection, or, over HTTP/2, on its stream.</summary>
    public bool IsUpgrade => _status == StatusCodes.Status101SwitchingProtocols;

    /// <summary>Gives all of it.</summary>
    public Task GiveAsync(HttpResponse response)
    {
        response.StatusCode = _status;
        AddHeaders(response, isHttp2: HttpProtocol.IsHttp2(response.HttpContext.Request.Protocol));
        response.ContentLength = _body.Length;
        return response.Body.WriteAsync(_body, response.HttpContext.RequestAborted).AsTask();
    }

    /// <summary>Adds the headers; whoever accepts the request sets the status.</summary>
    public void AddHeaders(HttpResponse response, bool isHttp2)
    {
        foreach (var (name, value) in _headers.Where(header => !(isHttp2 && _ofConnection.Contains(header.Name, StringComparer.OrdinalIgnoreCase))))
        {
            response.Headers.Append(name, value);
        }
    }
}

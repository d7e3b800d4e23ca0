using System.Buffers;
using System.Globalization;
using System.Text;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.EventStreams;

/// <summary>Writes the head of the answer to a request for events.</summary>
internal static class EventStreamResponseWriter
{
    /// <summary>Writes it; events follow it until the connection ends.</summary>
    /// <remarks>The end of the body is that of the connection (RFC 9112 §6.3), so that events are the same bytes over every way.</remarks>
    public static void WriteAccepted(IBufferWriter<byte> output, UpgradeRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(request);

        // Who is asked has let this origin in; without credentials, since nothing here comes by itself
        var allowed = request.Origin is { } origin && HttpSyntax.IsVisible(origin) ? $"Access-Control-Allow-Origin: {origin}\r\n" : "";
        output.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nDate: {now:R}\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
            + $"X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\nVary: Origin\r\n{allowed}Connection: close\r\n\r\n")));
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WsBroker.WebSockets.Handshake;

/// <summary>Writes the answer to an upgrade request (RFC 6455 §4.2.2).</summary>
public static class UpgradeResponseWriter
{
    // What a client waits at least where the caller has no better number
    private const int ShortestRetryAfterSeconds = 1;

    // Read by people too, who have no use for \u0027
    private static readonly JsonWriterOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ReadOnlySpan<byte> Accepted =>
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "u8;

    /// <summary>Writes the 101 that ends the handshake; frames follow it.</summary>
    /// <param name="output">What is written to.</param>
    /// <param name="key">The request's key.</param>
    /// <param name="subprotocol">The one that was chosen of those offered; null for none.</param>
    /// <param name="extensions">The extensions agreed on, as the header's value; null for none.</param>
    /// <exception cref="ArgumentException">
    /// The subprotocol is no token, or the extensions would end the line.
    /// </exception>
    public static void WriteAccepted(
        IBufferWriter<byte> output, string key, string? subprotocol = null, string? extensions = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (subprotocol is not null && !HttpSyntax.IsToken(subprotocol))
        {
            throw new ArgumentException("A subprotocol is a token.", nameof(subprotocol));
        }

        if (extensions is not null && !HttpSyntax.IsValue(extensions))
        {
            throw new ArgumentException("Extensions are written in visible ASCII.", nameof(extensions));
        }

        Span<byte> accept = stackalloc byte[AcceptKey.Length];
        AcceptKey.Write(key, accept);
        output.Write(Accepted);
        output.Write(accept);
        output.Write("\r\n"u8);
        WriteHeader(output, "Sec-WebSocket-Protocol"u8, subprotocol);
        WriteHeader(output, "Sec-WebSocket-Extensions"u8, extensions);
        output.Write("\r\n"u8);
    }

    /// <summary>Writes the whole answer to a request that is refused, problem details (RFC 9457); the connection is closed after it.</summary>
    /// <param name="output">What is written to.</param>
    /// <param name="refusal">Why; not <see cref="UpgradeRefusal.None"/>.</param>
    /// <param name="now">The time for the Date header.</param>
    /// <param name="retryAfterSeconds">
    /// When the client may try again; 0 to leave it open, which for 429 and 503 means 1.
    /// </param>
    /// <param name="detail">A sentence of our own that follows the one of the refusal; never bytes of the peer.</param>
    /// <param name="hasBody">Whether the body follows; not in the answer to HEAD, which only tells its length.</param>
    /// <param name="versions">The WebSocket versions that are spoken, for a 426.</param>
    public static void WriteRefused(
        IBufferWriter<byte> output,
        UpgradeRefusal refusal,
        DateTimeOffset now,
        int retryAfterSeconds = 0,
        string? detail = null,
        bool hasBody = true,
        string versions = "13")
    {
        ArgumentNullException.ThrowIfNull(output);
        var status = refusal.StatusCode();
        var body = ProblemOf(status, detail is null ? refusal.Sentence() : $"{refusal.Sentence()} {detail}");
        var retryAfter = status is 429 or 503 ? Math.Max(retryAfterSeconds, ShortestRetryAfterSeconds) : retryAfterSeconds;
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            HTTP/1.1 {status} {ReasonPhrase(status)}
            Date: {now:R}
            Content-Type: application/problem+json
            Content-Length: {body.Length}
            {HeadersOf(status, versions)}

            """);
        output.Write(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n")));
        WriteHeader(output, "Retry-After"u8, retryAfter > 0 ? retryAfter.ToString(CultureInfo.InvariantCulture) : null);
        output.Write("\r\n"u8);
        if (hasBody)
        {
            output.Write(body.Span);
        }
    }

    private static ReadOnlyMemory<byte> ProblemOf(int status, string detail)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, _readable))
        {
            json.WriteStartObject();
            json.WriteString("title"u8, ReasonPhrase(status));
            json.WriteNumber("status"u8, status);
            json.WriteString("detail"u8, detail);
            json.WriteEndObject();
        }

        body.Write("\n"u8);
        return body.WrittenMemory;
    }

    private static string HeadersOf(int status, string versions) =>
        status switch
        {
            401 => "Connection: close\r\nWWW-Authenticate: Bearer",
            405 => "Connection: close\r\nAllow: GET",
            426 => $"Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: {versions}",
            _ => "Connection: close",
        };

    private static string ReasonPhrase(int status) =>
        status switch
        {
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            408 => "Request Timeout",
            414 => "URI Too Long",
            426 => "Upgrade Required",
            429 => "Too Many Requests",
            431 => "Request Header Fields Too Large",
            500 => "Internal Server Error",
            503 => "Service Unavailable",
            505 => "HTTP Version Not Supported",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No refusal has this status."),
        };

    private static void WriteHeader(IBufferWriter<byte> output, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
        {
            return;
        }

        output.Write(name);
        output.Write(": "u8);
        output.Write(Encoding.ASCII.GetBytes(value));
        output.Write("\r\n"u8);
    }
}

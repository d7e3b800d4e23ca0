namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>Pieces of requests.</summary>
internal static class RequestBytes
{
    /// <summary>What is published: 24 bytes.</summary>
    public const string Body = """{"topic":"t","text":"x"}""";

    /// <summary><see cref="Body"/> in one chunk, and the end.</summary>
    public const string Chunks = $"18\r\n{Body}\r\n0\r\n\r\n";

    /// <summary>A request that is always answered 200 with <see cref="Alive"/>.</summary>
    public const string Probe = "GET /health/live HTTP/1.1\r\nHost: broker.example\r\n\r\n";

    /// <summary>The same, after which the server ends the connection.</summary>
    public const string LastProbe = "GET /health/live HTTP/1.1\r\nHost: broker.example\r\nConnection: close\r\n\r\n";

    /// <summary>The body of the answer.</summary>
    public const string Alive = "alive\n";

    /// <summary>A request that nobody asks but who was smuggled in.</summary>
    public const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: broker.example\r\nX: y\r\n\r\n";

    /// <summary>A request to publish.</summary>
    /// <param name="headers">More header lines, each with its line end.</param>
    /// <param name="body">What follows the head.</param>
    public static string Publish(string headers, string body = Body) =>
        $"POST /api/publish HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}\r\n{body}";

    /// <summary>A request to publish with this length.</summary>
    public static string WithLength(string value) => Publish($"Content-Length:{value}\r\n");

    /// <summary>A request to publish in chunks with this coding.</summary>
    public static string WithCoding(string value) => Publish($"Transfer-Encoding:{value}\r\n", Chunks);

    /// <summary>A request to publish in these chunks.</summary>
    public static string InChunks(string chunks) => Publish("Transfer-Encoding: chunked\r\n", chunks);

    /// <summary>A request to read with these lines.</summary>
    public static string Get(string requestLine, string headers = "Host: broker.example\r\n") => $"{requestLine}\r\n{headers}\r\n";

    /// <summary>A request to read with one more line.</summary>
    public static string GetWith(string line) => Get("GET /health/live HTTP/1.1", $"Host: broker.example\r\n{line}\r\n");
}

using System.Collections.Immutable;
using System.Text;

namespace WsBroker.Conformance.Tests.Clients;

/// <summary>The head of a request, line by line, so that a test can spoil one.</summary>
/// <param name="RequestLine">The first line.</param>
/// <param name="Headers">The others.</param>
internal sealed record RequestText(string RequestLine, ImmutableArray<string> Headers)
{
    /// <summary>The key of the RFC's example (RFC 6455 §1.3).</summary>
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    /// <summary>What the server makes of <see cref="Key"/>.</summary>
    public const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    /// <summary>A request that keeps all rules.</summary>
    public static RequestText Upgrade(string target) => new(
        $"GET {target} HTTP/1.1",
        [
            "Host: broker.example",
            "Upgrade: websocket",
            "Connection: Upgrade",
            $"Sec-WebSocket-Key: {Key}",
            "Sec-WebSocket-Version: 13",
        ]);

    /// <summary>The same without a header.</summary>
    public RequestText Without(string name) => this with { Headers = Headers.RemoveAll(line => IsNamed(line, name)) };

    /// <summary>The same with one more line.</summary>
    public RequestText Plus(string line) => this with { Headers = Headers.Add(line) };

    /// <summary>The same with this header instead of those of its name.</summary>
    public RequestText With(string name, string value) => Without(name).Plus($"{name}: {value}");

    /// <summary>The head's bytes; a character is a byte.</summary>
    public byte[] ToBytes() => Encoding.Latin1.GetBytes($"{RequestLine}\r\n{string.Concat(Headers.Select(line => $"{line}\r\n"))}\r\n");

    private static bool IsNamed(string line, string name) => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase);
}

using System.Buffers;
using System.Text;

namespace WsBroker.WebSockets.Handshake;

/// <summary>Writes a client's upgrade request (RFC 6455 §4.1).</summary>
public static class UpgradeRequestWriter
{
    /// <summary>Writes the whole request.</summary>
    /// <param name="output">What is written to; nothing is, if an argument is refused.</param>
    /// <param name="host">The host, with the port unless it is the scheme's own.</param>
    /// <param name="target">The path and perhaps a query, percent-encoded; begins with a slash.</param>
    /// <param name="key">16 bytes that nobody can foresee, in Base64; new for each connection.</param>
    /// <param name="subprotocols">What we speak, the ones we like best first; empty for none.</param>
    /// <param name="origin">For the Origin header; null for none.</param>
    /// <param name="headers">Further headers, which name none of those that are written anyway.</param>
    /// <exception cref="ArgumentException">A value would end its line, or is not what its place asks for.</exception>
    public static void Write(
        IBufferWriter<byte> output,
        string host,
        string target,
        string key,
        IReadOnlyList<string> subprotocols,
        string? origin,
        IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(output);
        Require(HttpSyntax.IsVisible(host), "A host is of visible ASCII.", nameof(host));
        Require(
            HttpSyntax.IsVisible(target) && target[0] == '/',
            "A target begins with a slash and is of visible ASCII.",
            nameof(target));
        Require(
            key.Length == AcceptKey.KeyLength && HttpSyntax.IsVisible(key),
            "A key is 16 bytes in Base64.",
            nameof(key));
        Require(subprotocols.All(name => HttpSyntax.IsToken(name)), "Subprotocols are tokens.", nameof(subprotocols));

        var request = new StringBuilder($"GET {target} HTTP/1.1\r\nHost: {host}\r\n")
            .Append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
        AppendHeader(request, "Sec-WebSocket-Key", key);
        if (subprotocols.Count > 0)
        {
            AppendHeader(request, "Sec-WebSocket-Protocol", string.Join(", ", subprotocols));
        }

        if (origin is not null)
        {
            AppendHeader(request, "Origin", origin);
        }

        foreach (var (name, value) in headers)
        {
            AppendHeader(request, name, value);
        }

        output.Write(Encoding.ASCII.GetBytes(request.Append("\r\n").ToString()));
    }

    private static void AppendHeader(StringBuilder request, string name, string value)
    {
        Require(HttpSyntax.IsToken(name), "A header's name is a token.", "headers");
        Require(HttpSyntax.IsValue(value), "A header's value is of visible ASCII in one line.", "headers");
        request.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    private static void Require(bool condition, string sentence, string argument)
    {
        if (!condition)
        {
            throw new ArgumentException(sentence, argument);
        }
    }
}

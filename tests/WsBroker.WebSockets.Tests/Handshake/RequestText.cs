using System.Text;

namespace WsBroker.WebSockets.Tests.Handshake;

/// <summary>Request heads to vary: the base request of all handshake cases, and changes to it.</summary>
internal static class RequestText
{
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private static readonly string[] _base =
    [
        "GET /ws HTTP/1.1",
        "Host: server.example.com",
        "Upgrade: websocket",
        "Connection: Upgrade",
        $"Sec-WebSocket-Key: {Key}",
        "Sec-WebSocket-Version: 13",
    ];

    /// <summary>The base request, with further lines at its end.</summary>
    public static byte[] With(params string[] lines) => Bytes([.. _base, .. lines]);

    /// <summary>The base request without the lines of one header, and others in their place.</summary>
    public static byte[] Replacing(string name, params string[] lines) =>
        Bytes([.. _base.Where(line => !line.StartsWith($"{name}:", StringComparison.Ordinal)), .. lines]);

    /// <summary>The base request with another first line.</summary>
    public static byte[] WithRequestLine(string line) => Bytes([line, .. _base[1..]]);

    /// <summary>Any lines, as Latin-1, and an empty one.</summary>
    public static byte[] Bytes(params string[] lines) =>
        Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n");
}

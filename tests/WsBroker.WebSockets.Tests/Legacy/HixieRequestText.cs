using System.Text;

namespace WsBroker.WebSockets.Tests.Legacy;

/// <summary>Requests of hixie-76 to vary: the example of the draft, §1.2, and changes to it.</summary>
internal static class HixieRequestText
{
    /// <summary>The eight bytes behind the head.</summary>
    public const string Tail = "^n:ds[4U";

    private static readonly string[] _example =
    [
        "GET /demo HTTP/1.1",
        "Host: example.com",
        "Connection: Upgrade",
        "Sec-WebSocket-Key2: 12998 5 Y3 1  .P00",
        "Sec-WebSocket-Protocol: sample",
        "Upgrade: WebSocket",
        "Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5",
        "Origin: http://example.com",
    ];

    /// <summary>The head of the example.</summary>
    public static byte[] Example { get; } = Bytes(_example);

    /// <summary>The example without the lines of one header, and others in their place.</summary>
    public static byte[] Replacing(string name, params string[] lines) =>
        Bytes([.. _example.Where(line => !line.StartsWith(name, StringComparison.Ordinal)), .. lines]);

    private static byte[] Bytes(string[] lines) => Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n");
}

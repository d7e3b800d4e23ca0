using System.Diagnostics.CodeAnalysis;
using System.Text;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.EventStreams;

/// <summary>Makes a request for events out of a request head, or says why it is none.</summary>
internal static class EventStreamRequestReader
{
    /// <summary>The parameter of the query that says what Last-Event-ID says. The first one counts.</summary>
    private const string LastEventId = "lastEventId=";

    // How browsers write an origin that they do not tell
    private const string OpaqueOrigin = "null";

    /// <summary>
    /// Reads the request. A Last-Event-ID header stands at the front of its <see cref="UpgradeRequest.Query"/>: a browser that connects
    /// again by itself sends the header, and the address as it was.
    /// </summary>
    public static bool TryRead(
        in RequestHead head, [NotNullWhen(true)] out UpgradeRequest? request, out UpgradeRefusal refusal)
    {
        request = null;
        refusal = UpgradeRequestReader.CheckPlainRequest(head, mayBeOld: true);
        if (refusal is not UpgradeRefusal.None)
        {
            return false;
        }

        var query = Encoding.ASCII.GetString(head.Query);
        request = new UpgradeRequest
        {
            Path = Encoding.ASCII.GetString(head.Path),
            Query = head.CombinedHeader("Last-Event-ID"u8) is { Length: > 0 } last ? $"{LastEventId}{Uri.EscapeDataString(last)}&{query}" : query,
            Host = head.CombinedHeader("Host"u8)!,
            Origin = head.CombinedHeader("Origin"u8) ?? (IsEmbeddedElsewhere(head) ? OpaqueOrigin : null),
            Key = "",
            Subprotocols = [],
            Extensions = null,
            Authorization = head.CombinedHeader("Authorization"u8),
        };
        return true;
    }

    // A page that embeds it as an image or a script is not named, other than with a WebSocket; but its browser says that there is one
    private static bool IsEmbeddedElsewhere(in RequestHead head) =>
        head.TryGetHeader("Sec-Fetch-Site"u8, out var site) && (site.SequenceEqual("cross-site"u8) || site.SequenceEqual("same-site"u8));
}

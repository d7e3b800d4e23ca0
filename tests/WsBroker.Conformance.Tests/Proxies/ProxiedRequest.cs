using System.Globalization;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>A request as a proxy has logged it.</summary>
/// <param name="Status">What the client was answered.</param>
/// <param name="WasAnswered">Whether it took an answer of the broker for the answer to this.</param>
/// <param name="RequestLine">Its first line; what the proxy says instead if it could not read it.</param>
internal sealed record ProxiedRequest(int Status, bool WasAnswered, string RequestLine)
{
    // What nginx writes for the status of an upstream that gave none, and haproxy for the time until it gave one
    private static readonly string[] _none = ["-", "-1"];

    /// <summary>Reads a line of the log; null if it tells of something else.</summary>
    public static ProxiedRequest? TryParse(string line) =>
        line.Split('|', 3) is [{ Length: 3 } status, var upstream, var request]
        && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? new ProxiedRequest(code, !_none.Contains(upstream, StringComparer.Ordinal), request)
            : null;
}

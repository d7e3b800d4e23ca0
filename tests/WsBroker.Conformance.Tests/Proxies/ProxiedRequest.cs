using System.Globalization;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>A request as a proxy has logged it.</summary>
/// <param name="Status">What the client was answered.</param>
/// <param name="WasForwarded">Whether the broker saw it.</param>
/// <param name="RequestLine">Its first line; what the proxy says instead if it could not read it.</param>
internal sealed record ProxiedRequest(int Status, bool WasForwarded, string RequestLine)
{
    // What nginx writes for the status of an upstream that was not asked, and haproxy for the name of the server
    private static readonly string[] _nobody = ["-", "<NOSRV>"];

    /// <summary>Reads a line of the log; null if it tells of something else.</summary>
    public static ProxiedRequest? TryParse(string line) =>
        line.Split(' ', 3) is [{ Length: 3 } status, var server, var request]
        && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? new ProxiedRequest(code, !_nobody.Contains(server, StringComparer.Ordinal), request)
            : null;
}

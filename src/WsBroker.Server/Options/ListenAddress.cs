using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace WsBroker.Server.Options;

/// <summary>Where the server listens: an address of this machine and a port; port 0 takes one that is free.</summary>
/// <param name="EndPoint">The address.</param>
/// <param name="IsTls">Whether TLS is spoken there.</param>
public sealed record ListenAddress(IPEndPoint EndPoint, bool IsTls = false)
{
    private const string HttpScheme = "http://";
    private const string HttpsScheme = "https://";
    private const string LocalName = "localhost:";

    /// <summary>Whether only this machine can connect.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(EndPoint.Address);

    /// <summary>
    /// Takes <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>, <c>localhost:8080</c>, with or without <c>http://</c> before it, or with
    /// <c>https://</c> for TLS.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isTls = text.StartsWith(HttpsScheme, StringComparison.OrdinalIgnoreCase);
        var isPlain = text.StartsWith(HttpScheme, StringComparison.OrdinalIgnoreCase);
        var place = isTls ? text[HttpsScheme.Length..] : isPlain ? text[HttpScheme.Length..] : text;
        place = place.StartsWith(LocalName, StringComparison.OrdinalIgnoreCase) ? $"127.0.0.1:{place[LocalName.Length..]}" : place;
        var hasPort = place.LastIndexOf(':') > place.LastIndexOf(']') && place.Contains('.') | place.Contains(']');
        address = hasPort && IPEndPoint.TryParse(place, out var endPoint) ? new ListenAddress(endPoint, isTls) : null;
        return address is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => IsTls ? $"{HttpsScheme}{EndPoint}" : EndPoint.ToString();
}

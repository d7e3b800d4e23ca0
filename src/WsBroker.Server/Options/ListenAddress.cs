using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace WsBroker.Server.Options;

/// <summary>Where the server listens: an address of this machine and a port; port 0 takes one that is free.</summary>
/// <param name="EndPoint">The address.</param>
public sealed record ListenAddress(IPEndPoint EndPoint)
{
    private const string HttpScheme = "http://";
    private const string LocalName = "localhost:";

    /// <summary>Whether only this machine can connect.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(EndPoint.Address);

    /// <summary>Takes <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>, <c>localhost:8080</c>, with or without <c>http://</c> before it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        var place = text.StartsWith(HttpScheme, StringComparison.OrdinalIgnoreCase) ? text[HttpScheme.Length..] : text;
        place = place.StartsWith(LocalName, StringComparison.OrdinalIgnoreCase) ? $"127.0.0.1:{place[LocalName.Length..]}" : place;
        var hasPort = place.LastIndexOf(':') > place.LastIndexOf(']') && place.Contains('.') | place.Contains(']');
        address = hasPort && IPEndPoint.TryParse(place, out var endPoint) ? new ListenAddress(endPoint) : null;
        return address is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => EndPoint.ToString();
}

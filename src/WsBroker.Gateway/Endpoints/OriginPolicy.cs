using System.Net;

namespace WsBroker.Gateway.Endpoints;

/// <summary>Which web pages may connect (RFC 6455 §10.2): browsers send the page's origin, and cannot be made to lie.</summary>
/// <remarks>
/// A page of the same host and port as the request may, a page from the loopback address may, and those of the list. A
/// client that sends no origin is no browser and may. Immutable and thread-safe.
/// </remarks>
public sealed class OriginPolicy(IReadOnlyList<string> allowed)
{
    private const string HostWildcard = "*.";

    /// <summary>Whether a request with these headers may connect.</summary>
    /// <param name="origin">The value of <c>Origin</c>, or null.</param>
    /// <param name="host">The value of <c>Host</c>.</param>
    public bool Allows(string? origin, string host)
    {
        if (origin is null)
        {
            return true;
        }

        if (!TryParse(origin, out var page))
        {
            return false;
        }

        return page.IsLoopback || IsSameHost(page, host) || allowed.Any(entry => Matches(entry, page));
    }

    private static bool IsSameHost(Uri page, string host) =>
        string.Equals(page.Authority, host, StringComparison.OrdinalIgnoreCase)
        || string.Equals($"{page.Host}:{page.Port}", host, StringComparison.OrdinalIgnoreCase);

    private static bool TryParse(string origin, out Uri page)
    {
        var isUri = Uri.TryCreate(origin, UriKind.Absolute, out page!);
        return isUri
            && page.Scheme is "http" or "https"
            && page.PathAndQuery is "/"
            && page.UserInfo.Length == 0
            && !origin.EndsWith('/')
            && !page.Host.EndsWith('.')
            && IPAddress.TryParse(page.Host, out _) | Uri.CheckHostName(page.Host) is not UriHostNameType.Unknown;
    }

    private static bool Matches(string entry, Uri page)
    {
        var separator = entry.IndexOf("://", StringComparison.Ordinal);
        if (separator < 0 || !entry.AsSpan(0, separator).Equals(page.Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var authority = entry.AsSpan(separator + 3);
        return authority.StartsWith(HostWildcard)
            ? page.Authority.AsSpan().EndsWith(authority[1..], StringComparison.OrdinalIgnoreCase)
            : authority.Equals(page.Authority, StringComparison.OrdinalIgnoreCase);
    }
}

using System.Buffers;
using System.Globalization;
using System.Net;

namespace WsBroker.Gateway.Origins;

/// <summary>Where a web page comes from (RFC 6454): a scheme, a host and a port.</summary>
/// <remarks>In lower case, and with the scheme's own port where none is written, so that equal origins are equal values.</remarks>
public readonly record struct Origin
{
    private const string SchemeEnd = "://";

    private static readonly SearchValues<char> _inScheme = SearchValues.Create("+-.0123456789abcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> _inName = SearchValues.Create("-._0123456789abcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> _inAddress = SearchValues.Create(".:0123456789abcdef");

    private Origin(string scheme, string host, int port)
    {
        Scheme = scheme;
        Host = host;
        Port = port;
    }

    /// <summary>The scheme, for instance <c>https</c>.</summary>
    public string Scheme { get; }

    /// <summary>The host's name or address; an IPv6 address stands in brackets.</summary>
    public string Host { get; }

    /// <summary>The port; 0 for a scheme that has none of its own, where none is written.</summary>
    public int Port { get; }

    /// <summary>Whether it is a page of the machine that the browser runs on.</summary>
    public bool IsLoopback =>
        Scheme is "http" or "https"
        && (Host is "localhost" || (IPAddress.TryParse(Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));

    /// <summary>Whether the host always means the same: an address, or the machine itself (RFC 6761 §6.3), and no name that somebody can point elsewhere.</summary>
    public bool HasFixedHost =>
        Host is "localhost" || Host.EndsWith(".localhost", StringComparison.Ordinal) || IPAddress.TryParse(Host.Trim('[', ']'), out _);

    /// <summary>
    /// Takes scheme, <c>://</c>, host and perhaps a port, all in ASCII (an international name in its <c>xn--</c> form), and
    /// nothing else: no path, no user, no <c>null</c>.
    /// </summary>
    public static bool TryParse(string text, out Origin origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        origin = default;
        return end > 0 && TryParse(text[..end], text[(end + SchemeEnd.Length)..], out origin);
    }

    /// <summary>Takes a scheme, and a host with perhaps a port, as in the header <c>Host</c>.</summary>
    public static bool TryParse(string scheme, string authority, out Origin origin)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(authority);
        (scheme, authority) = (scheme.ToLowerInvariant(), authority.ToLowerInvariant());
        var hostEnd = authority.IndexOf(':', authority.IndexOf(']', StringComparison.Ordinal) + 1);
        var host = hostEnd < 0 ? authority : authority[..hostEnd];
        var port = PortOf(scheme);
        var isOrigin = IsScheme(scheme) && IsHost(host) && (hostEnd < 0 || TryParsePort(authority.AsSpan(hostEnd + 1), out port));
        origin = isOrigin ? new Origin(scheme, host, port) : default;
        return isOrigin;
    }

    /// <inheritdoc/>
    public override string ToString() => Port == PortOf(Scheme)
        ? $"{Scheme}{SchemeEnd}{Host}"
        : string.Create(CultureInfo.InvariantCulture, $"{Scheme}{SchemeEnd}{Host}:{Port}");

    private static int PortOf(string scheme) => scheme switch
    {
        "http" => 80,
        "https" => 443,
        _ => 0,
    };

    private static bool IsScheme(string scheme) =>
        scheme.Length > 0 && char.IsAsciiLetterLower(scheme[0]) && !scheme.AsSpan().ContainsAnyExcept(_inScheme);

    private static bool IsHost(string host) => host is ['[', .. var address, ']']
        ? address.Length > 0 && !address.AsSpan().ContainsAnyExcept(_inAddress)
        : host.Length > 0 && host[0] != '.' && !host.Contains("..", StringComparison.Ordinal) && !host.AsSpan().ContainsAnyExcept(_inName);

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;
}

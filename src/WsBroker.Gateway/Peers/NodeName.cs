using System.Net;
using System.Net.Sockets;

namespace WsBroker.Gateway.Peers;

/// <summary>Reads the values by which proxies name those they speak for (RFC 7239 §6, and what is usual elsewhere).</summary>
internal static class NodeName
{
    /// <summary>Takes an address, with or without a port. Whatever else there is (unknown, _hidden, a name) gives null.</summary>
    public static IPAddress? Parse(ReadOnlySpan<char> name)
    {
        var isBracketed = name.StartsWith('[');
        var end = isBracketed ? name.IndexOf(']') : name.IndexOf(':');
        if (isBracketed)
        {
            return end > 0 && IsPort(name[(end + 1)..]) ? ParseV6(name[1..end]) : null;
        }

        return end >= 0 && end != name.LastIndexOf(':') ? ParseV6(name) : ParseV4(name, end);
    }

    /// <summary>Takes http, https, ws and wss, in any case: the last two are what some proxies say of WebSockets.</summary>
    public static string? ParseScheme(ReadOnlySpan<char> scheme)
    {
        if (scheme.Equals("https", StringComparison.OrdinalIgnoreCase) || scheme.Equals("wss", StringComparison.OrdinalIgnoreCase))
        {
            return Peer.Https;
        }

        return scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || scheme.Equals("ws", StringComparison.OrdinalIgnoreCase)
            ? Peer.Http
            : null;
    }

    private static IPAddress? ParseV6(ReadOnlySpan<char> text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily is AddressFamily.InterNetworkV6 ? address : null;

    // Only as it is usually written: 1.2.3.4, and not the octal, hexadecimal and shortened forms of old
    private static IPAddress? ParseV4(ReadOnlySpan<char> text, int colon)
    {
        var host = colon < 0 ? text : text[..colon];
        var isAddress = (colon < 0 || IsPort(text[colon..])) && IPAddress.TryParse(host, out var address)
            && host.SequenceEqual(address.ToString());
        return isAddress ? IPAddress.Parse(host) : null;
    }

    private static bool IsPort(ReadOnlySpan<char> rest) => rest.IsEmpty || (rest[0] == ':' && rest.Length <= 6);
}

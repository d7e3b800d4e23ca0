using System.Net;
using WsBroker.Broker.Access;

namespace WsBroker.Gateway.Peers;

/// <summary>Who is at the other end, and by which scheme and host it knows us, as far as we believe it.</summary>
/// <param name="Address">The client's address, or null if that has no meaning; an IPv4 address is never written as IPv6.</param>
/// <param name="IsLocal">Whether the client is on this machine: it connects from here, and so does everybody it speaks for.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>, as the client sees it.</param>
/// <param name="Host">Host and perhaps port as the client sees it, where a proxy says so; null if <c>Host</c> tells.</param>
/// <param name="IsHidden">Whether the client is unknown, since a proxy that is believed did not tell; the address is the proxy's own.</param>
public sealed record Peer(
    IPAddress? Address, bool IsLocal, string Scheme = Peer.Http, string? Host = null, bool IsHidden = false)
{
    /// <summary>Whom the certificate of the connection names; null if it has none, names nobody, or the client is behind a proxy.</summary>
    public Identity? Certified { get; init; }

    /// <summary>The SHA-256 of that certificate, in hexadecimal digits; null if there is none, or the client is behind a proxy.</summary>
    public string? Certificate { get; init; }

    /// <summary>The scheme of what is not encrypted.</summary>
    public const string Http = "http";

    /// <summary>The scheme of what is encrypted.</summary>
    public const string Https = "https";

    /// <summary>Somebody of whom nothing is known.</summary>
    public static Peer Unknown { get; } = new(Address: null, IsLocal: false);

    /// <summary>The other end of a connection.</summary>
    public static Peer At(EndPoint? endPoint, string scheme = Http) => endPoint is IPEndPoint { Address: var address }
        ? new Peer(Plain(address), IPAddress.IsLoopback(address), scheme)
        : Unknown with { Scheme = scheme };

    /// <summary>The address, for logs.</summary>
    public override string ToString() => Address?.ToString() ?? "somebody";

    /// <summary>Who is behind this proxy, by what it says.</summary>
    internal Peer Behind(Hop hop) => this with
    {
        Address = hop.Address is null ? Address : Plain(hop.Address),
        IsLocal = IsLocal && hop.Address is not null && IPAddress.IsLoopback(hop.Address),
        Scheme = hop.Scheme ?? Scheme,
        Host = hop.Host ?? Host,
        IsHidden = hop.Address is null,
        Certified = null,
        Certificate = null,
    };

    /// <summary>Somebody behind this proxy, of whom nothing is known.</summary>
    internal Peer Hide() => this with { IsLocal = false, IsHidden = true, Certified = null, Certificate = null };

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

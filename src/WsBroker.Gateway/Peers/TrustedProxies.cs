using System.Net;

namespace WsBroker.Gateway.Peers;

/// <summary>The proxies that are believed when they say for whom they speak, and what follows from what they say.</summary>
/// <remarks>
/// Each proxy adds who connected to it to the end of a list. So the list is walked from its end, as long as the one who
/// wrote an entry is trusted; what stands before that may be anybody's invention. Nobody else is asked. Immutable and thread-safe.
/// </remarks>
public sealed class TrustedProxies(IReadOnlyList<IPNetwork> networks)
{
    /// <summary>Nobody is believed.</summary>
    public static TrustedProxies None { get; } = new([]);

    /// <summary>Whether this is the address of a proxy that is believed.</summary>
    public bool Trusts(Peer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return peer.Address is { } address && networks.Any(network => network.Contains(address));
    }

    /// <summary>Who sent a request.</summary>
    /// <param name="peer">Who is at the other end of the connection.</param>
    /// <param name="fields">What the request says of who is behind.</param>
    /// <returns>
    /// The peer itself if it is not trusted or says nothing. Where what it says cannot be understood, or <c>Forwarded</c> and
    /// <c>X-Forwarded-For</c> tell different tales (one of them went through a proxy that does not know it), it is the last one known, but not local.
    /// </returns>
    public Peer Resolve(Peer peer, ForwardingFields fields)
    {
        if (!Trusts(peer) || fields == default)
        {
            return peer;
        }

        if (fields.Forwarded is null)
        {
            return Walk(peer, Hops(fields));
        }

        var resolved = Walk(peer, [.. ForwardedReader.Read(fields.Forwarded).AsEnumerable().Reverse()]);
        var isContradicted = fields.ForwardedFor is not null && Walk(peer, Hops(fields)) with { Host = resolved.Host } != resolved;
        return isContradicted ? peer.Hide() : resolved;
    }

    private Peer Walk(Peer peer, List<Hop> nearestFirst)
    {
        var resolved = nearestFirst.Count == 0 ? peer.Hide() : peer;
        foreach (var hop in nearestFirst)
        {
            resolved = resolved.Behind(hop);
            if (hop.Address is null || !Trusts(resolved))
            {
                break;
            }
        }

        return resolved;
    }

    // X-Forwarded-Proto may list fewer: proxies that do not add to it set it anew
    private static List<Hop> Hops(ForwardingFields fields)
    {
        var addresses = Split(fields.ForwardedFor);
        var schemes = Split(fields.ForwardedProto);
        var hops = new List<Hop>();
        for (var at = 0; at < Math.Max(addresses.Length, Math.Min(schemes.Length, 1)); at++)
        {
            var address = at < addresses.Length ? NodeName.Parse(addresses[^(at + 1)]) : null;
            hops.Add(new Hop(address, at < schemes.Length ? NodeName.ParseScheme(schemes[^(at + 1)]) : null));
        }

        return hops;
    }

    private static string[] Split(string? list) =>
        list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}

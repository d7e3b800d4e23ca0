using WsBroker.Gateway.Peers;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Origins;

/// <summary>Which web pages may connect (RFC 6455 §10.2): browsers send the page's origin, and cannot be made to lie.</summary>
/// <remarks>
/// A page of the same origin as the request may, a page from the loopback address may, and those of the list. A client
/// that sends no origin is no browser and may. Who controls a name can point it to this machine (DNS rebinding): a page of that name would have the same
/// origin as its requests to us. So of clients on this machine only names count that we know to be our own. Immutable and thread-safe.
/// </remarks>
public sealed class OriginPolicy(IReadOnlyList<OriginRule> allowed)
{
    private readonly bool _allowsAll = allowed.Contains(OriginRule.Any);

    /// <summary>Whether a request may connect.</summary>
    /// <param name="origin">The value of <c>Origin</c>, or null.</param>
    /// <param name="peer">Who asks: tells the scheme, and perhaps the host, by which it knows us.</param>
    /// <param name="host">The value of <c>Host</c>.</param>
    public bool Allows(string? origin, Peer peer, string host) => Check(origin, peer, host) is UpgradeRefusal.None;

    /// <summary>Why a request may not connect.</summary>
    /// <param name="origin">The value of <c>Origin</c>, or null.</param>
    /// <param name="peer">Who asks: tells the scheme, and perhaps the host, by which it knows us.</param>
    /// <param name="host">The value of <c>Host</c>.</param>
    /// <returns><see cref="UpgradeRefusal.None"/> if it may.</returns>
    public UpgradeRefusal Check(string? origin, Peer peer, string host)
    {
        ArgumentNullException.ThrowIfNull(peer);
        if (origin is null || _allowsAll)
        {
            return UpgradeRefusal.None;
        }

        if (!Origin.TryParse(origin, out var page))
        {
            return UpgradeRefusal.OriginNotAllowed;
        }

        if (page.IsLoopback || allowed.Any(rule => rule.Allows(page)))
        {
            return UpgradeRefusal.None;
        }

        return !IsSame(page, peer, host) ? UpgradeRefusal.OriginNotAllowed
            : IsOurs(peer, host) ? UpgradeRefusal.None
            : UpgradeRefusal.HostNotAllowed;
    }

    /// <summary>
    /// Whether the host that a request is for is ours, as far as it must be: of clients on this machine it is an address, <c>localhost</c>, a name below that, or the host of an
    /// origin of the list. To be asked where a request without an origin may be a page's that reads from its own origin, and of all that is open to this machine only.
    /// </summary>
    /// <param name="peer">Who asks: tells whether it is on this machine, and perhaps the host by which it knows us.</param>
    /// <param name="host">The value of <c>Host</c>; empty if there is none, as browsers never do.</param>
    public bool IsOurs(Peer peer, string host)
    {
        ArgumentNullException.ThrowIfNull(peer);
        ArgumentNullException.ThrowIfNull(host);
        return !peer.IsLocal || _allowsAll || (IsKnown(host) && IsKnown(peer.Host ?? ""));
    }

    // Behind a proxy that we do not know the scheme may be another one than we see
    private bool IsKnown(string authority) =>
        authority.Length == 0
        || (Origin.TryParse(Peer.Http, authority, out var plain) && Origin.TryParse(Peer.Https, authority, out var encrypted)
            && (plain.HasFixedHost || allowed.Any(rule => rule.Allows(plain) || rule.Allows(encrypted))));

    private static bool IsSame(Origin page, Peer peer, string host) =>
        Origin.TryParse(peer.Scheme, peer.Host ?? host, out var own) && page == own;
}

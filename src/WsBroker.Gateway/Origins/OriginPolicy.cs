using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Origins;

/// <summary>Which web pages may connect (RFC 6455 §10.2): browsers send the page's origin, and cannot be made to lie.</summary>
/// <remarks>
/// A page of the same origin as the request may, a page from the loopback address may, and those of the list. A client
/// that sends no origin is no browser and may. Immutable and thread-safe.
/// </remarks>
public sealed class OriginPolicy(IReadOnlyList<OriginRule> allowed)
{
    private readonly bool _allowsAll = allowed.Contains(OriginRule.Any);

    /// <summary>Whether a request may connect.</summary>
    /// <param name="origin">The value of <c>Origin</c>, or null.</param>
    /// <param name="peer">Who asks: tells the scheme, and perhaps the host, by which it knows us.</param>
    /// <param name="host">The value of <c>Host</c>.</param>
    public bool Allows(string? origin, Peer peer, string host)
    {
        ArgumentNullException.ThrowIfNull(peer);
        if (origin is null || _allowsAll)
        {
            return true;
        }

        return Origin.TryParse(origin, out var page)
            && (page.IsLoopback || IsSame(page, peer, host) || allowed.Any(rule => rule.Allows(page)));
    }

    private static bool IsSame(Origin page, Peer peer, string host) =>
        Origin.TryParse(peer.Scheme, peer.Host ?? host, out var own) && page == own;
}

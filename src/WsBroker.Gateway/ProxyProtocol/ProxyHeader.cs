using System.Net;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.ProxyProtocol;

/// <summary>What a proxy says, before anything else on a connection, of the client that it passes on.</summary>
/// <param name="IsOwn">Whether the proxy speaks for itself, as when it checks our health.</param>
/// <param name="Source">The client's address, or null if it is not told.</param>
/// <param name="IsEncrypted">Whether the proxy says that the client's connection to it was encrypted.</param>
public readonly record struct ProxyHeader(bool IsOwn, IPAddress? Source, bool IsEncrypted)
{
    /// <summary>Who is at the other end of the connection that the proxy passes on.</summary>
    /// <param name="proxy">Who is at the other end of the proxy's own.</param>
    public Peer Introduce(Peer proxy)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        return IsOwn ? proxy : proxy.Behind(new Hop(Source, IsEncrypted ? Peer.Https : null));
    }
}

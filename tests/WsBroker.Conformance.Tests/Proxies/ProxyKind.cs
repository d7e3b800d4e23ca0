namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>The reverse proxies that the broker is tried behind.</summary>
public enum ProxyKind
{
    /// <summary>nginx, with the map of the Upgrade header that its documentation gives.</summary>
    Nginx,

    /// <summary>haproxy, which needs no word about WebSocket.</summary>
    Haproxy,
}

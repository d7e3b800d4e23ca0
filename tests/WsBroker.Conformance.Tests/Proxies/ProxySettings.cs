namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>What a test changes about a proxy; without a change it is set up as its documentation says.</summary>
internal sealed record ProxySettings
{
    /// <summary>How long a connection through the proxy may be silent.</summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>More directives for nginx, in the location that passes on: <c>proxy_set_header X-Forwarded-For …</c>.</summary>
    public IReadOnlyList<string> NginxLocation { get; init; } = [];

    /// <summary>More lines for haproxy's backend: <c>http-request set-header …</c>.</summary>
    public IReadOnlyList<string> HaproxyBackend { get; init; } = [];

    /// <summary>More words for haproxy's line of the server: <c>send-proxy-v2</c>.</summary>
    public string HaproxyServer { get; init; } = "";
}

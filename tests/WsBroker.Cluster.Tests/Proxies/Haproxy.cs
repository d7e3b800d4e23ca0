using System.Globalization;

namespace WsBroker.Cluster.Tests.Proxies;

/// <summary>A real haproxy in front of nodes, with the file that lies in <c>deploy</c>; what it leaves behind in a reload ends after a second.</summary>
/// <remarks>Belongs to one test. Disposing kills it.</remarks>
internal sealed class Haproxy : IAsyncDisposable
{
    private readonly Dictionary<string, string> _environment;
    private ProxyProcess _process;

    private Haproxy(int port, IReadOnlyList<int> nodes)
    {
        Address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
        _environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["WSBROKER_BIND"] = At(port) };
        for (var at = 0; at < nodes.Count; at++)
        {
            _environment[string.Create(CultureInfo.InvariantCulture, $"WSBROKER_NODE{at + 1}")] = At(nodes[at]);
        }

        _process = Start();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, and waits until it finds a node ready.</summary>
    /// <param name="port">Where it is to listen, on 127.0.0.1.</param>
    /// <param name="nodes">The ports of three nodes.</param>
    public static async Task<Haproxy> StartAsync(int port, IReadOnlyList<int> nodes)
    {
        var proxy = new Haproxy(port, nodes);
        await proxy._process.ServesAsync(proxy.Address);
        return proxy;
    }

    /// <summary>Has another process take over (<c>-sf</c>), and waits until the first is gone, and the connections that it had.</summary>
    public async Task ReloadAsync()
    {
        await using var before = _process;
        _process = Start("-sf", before.Id.ToString(CultureInfo.InvariantCulture));
        await before.EndedAsync();
        await _process.ServesAsync(Address);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private ProxyProcess Start(params string[] more)
    {
        string[] files = ["-f", Path.Combine(Repository.Root, "deploy", "haproxy.cfg"), "-f", Path.Combine(Repository.Root, "tests", "WsBroker.Cluster.Tests", "Proxies", "soon.cfg")];
        return new ProxyProcess("haproxy", ["-db", .. files, .. more], _environment);
    }

    private static string At(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
}

using System.Globalization;

namespace WsBroker.Cluster.Tests.Proxies;

/// <summary>A real nginx in front of nodes, with what the file in <c>deploy</c> says; what it leaves behind in a reload ends after a second.</summary>
/// <remarks>Belongs to one test. Disposing kills it.</remarks>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wsbroker-nginx-");
    private readonly string[] _arguments;
    private readonly ProxyProcess _process;

    private Nginx(int port, IReadOnlyList<int> nodes)
    {
        Address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
        var file = Path.Combine(_folder.FullName, "nginx.conf");
        File.WriteAllText(file, Configuration(_folder, port, nodes));
        _arguments = ["-p", _folder.FullName, "-c", file, "-e", "stderr", "-g", "daemon off; pid nginx.pid;"];
        _process = new ProxyProcess("nginx", _arguments, new Dictionary<string, string>(StringComparer.Ordinal));
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, and waits until it finds a node ready.</summary>
    /// <param name="port">Where it is to listen, on 127.0.0.1.</param>
    /// <param name="nodes">The ports of three nodes.</param>
    public static async Task<Nginx> StartAsync(int port, IReadOnlyList<int> nodes)
    {
        var proxy = new Nginx(port, nodes);
        await proxy._process.ServesAsync(proxy.Address);
        return proxy;
    }

    /// <summary>Has other workers take over (<c>-s reload</c>), and waits until the first are gone, and the connections that they had.</summary>
    public async Task ReloadAsync()
    {
        var before = Workers();
        await using (var asking = new ProxyProcess("nginx", [.. _arguments, "-s", "reload"], new Dictionary<string, string>(StringComparer.Ordinal)))
        {
            await asking.EndedAsync();
        }

        using var late = new CancellationTokenSource(ThreeNodes.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Workers().Intersect(before).Any())
        {
            await look.WaitForNextTickAsync(late.Token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Configuration(DirectoryInfo folder, int port, IReadOnlyList<int> nodes)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "nginx.conf"))
            .Replace("worker_shutdown_timeout 10m;", "worker_shutdown_timeout 1s;", StringComparison.Ordinal)
            .Replace("/var/log/nginx", folder.FullName, StringComparison.Ordinal)
            .Replace("listen 127.0.0.1:8080;", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{port};"), StringComparison.Ordinal);
        return Enumerable.Range(0, nodes.Count).Aggregate(text, (file, at) => file.Replace(
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{8081 + at} "),
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{nodes[at]} "),
            StringComparison.Ordinal));
    }

    private IReadOnlyList<int> Workers()
    {
        var children = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/task/{_process.Id}/children"));
        return [.. children.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static id => int.Parse(id, CultureInfo.InvariantCulture))];
    }
}

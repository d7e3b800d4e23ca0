using System.Globalization;
using System.Net;
using System.Net.Sockets;
using WsBroker.TestKit;

namespace WsBroker.Deployment.Tests;

/// <summary>A real nginx with what <c>deploy/nginx.conf</c> says, but for its ports and for where its logs lie. Disposing stops it.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wsbroker-nginx");
    private readonly string[] _arguments;
    private readonly Task<string> _running;

    private Nginx(int node)
    {
        var port = FreePorts.Next();
        Address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
        var file = Path.Combine(_folder.FullName, "nginx.conf");
        File.WriteAllText(file, Files.Read("nginx.conf")
            .Replace("/var/log/nginx", _folder.FullName, StringComparison.Ordinal)
            .Replace("listen 127.0.0.1:8080;", Invariant($"listen 127.0.0.1:{port};"), StringComparison.Ordinal)
            .Replace("127.0.0.1:8081 ", Invariant($"127.0.0.1:{node} "), StringComparison.Ordinal)
            .Replace("127.0.0.1:8082 ", Invariant($"127.0.0.1:{FreePorts.Next()} "), StringComparison.Ordinal)
            .Replace("127.0.0.1:8083 ", Invariant($"127.0.0.1:{FreePorts.Next()} "), StringComparison.Ordinal));
        _arguments = ["-p", _folder.FullName, "-c", file, "-e", "stderr", "-g", "daemon off; pid nginx.pid;"];
        _running = Tool.SucceedsAsync("nginx", _arguments);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="node">The port of the one node that there is.</param>
    public static async Task<Nginx> StartAsync(int node)
    {
        var nginx = new Nginx(node);
        using var late = new CancellationTokenSource(_patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await nginx.ListensAsync(late.Token))
        {
            await timer.WaitForNextTickAsync(late.Token);
        }

        return nginx;
    }

    /// <summary>Stops it.</summary>
    /// <returns>All that it has logged, by file.</returns>
    public async Task<IReadOnlyDictionary<string, string>> StopAsync()
    {
        if (!_running.IsCompleted)
        {
            await Tool.SucceedsAsync("nginx", [.. _arguments, "-s", "stop"]);
        }

        await _running;
        return _folder.GetFiles("*.log").ToDictionary(static file => file.Name, static file => File.ReadAllText(file.FullName), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        if (_running.IsCompleted)
        {
            await _running;
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Address.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

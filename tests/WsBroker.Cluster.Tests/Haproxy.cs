using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace WsBroker.Cluster.Tests;

/// <summary>A real haproxy in front of nodes, with the file that lies in <c>deploy</c>.</summary>
internal sealed class Haproxy : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private Haproxy(Process process, int port)
    {
        _process = process;
        Address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, and waits until it finds a node ready.</summary>
    /// <param name="port">Where it is to listen, on 127.0.0.1.</param>
    /// <param name="nodes">The ports of three nodes.</param>
    public static async Task<Haproxy> StartAsync(int port, IReadOnlyList<int> nodes)
    {
        var proxy = new Haproxy(Process.Start(Command(port, nodes))!, port);
        using var http = new HttpClient { BaseAddress = proxy.Address, Timeout = _patience };
        using var late = new CancellationTokenSource(_patience);
        while (!await IsReadyAsync(http))
        {
            Assert.False(proxy._process.HasExited || late.IsCancellationRequested, $"haproxy does not serve: {proxy._output}");
        }

        return proxy;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo Command(int port, IReadOnlyList<int> nodes)
    {
        var program = File.Exists("/usr/sbin/haproxy") ? "/usr/sbin/haproxy" : "haproxy";
        var start = new ProcessStartInfo(program, ["-db", "-f", Path.Combine(Repository.Root, "deploy", "haproxy.cfg")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WSBROKER_BIND"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        for (var at = 0; at < nodes.Count; at++)
        {
            start.Environment[string.Create(CultureInfo.InvariantCulture, $"WSBROKER_NODE{at + 1}")] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{nodes[at]}");
        }

        return start;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}

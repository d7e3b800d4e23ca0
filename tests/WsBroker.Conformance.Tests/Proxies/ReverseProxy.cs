using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>A real reverse proxy in front of the broker, in a process and a temporary folder of its own.</summary>
/// <remarks>
/// It wants a port by number, so it gets one that was free a moment ago, and another one if somebody was faster: only
/// when it answers with the token that was made for it is it taken to be ready. Disposing kills it. Thread-safe.
/// </remarks>
internal sealed class ReverseProxy : IAsyncDisposable
{
    private const string ReadyPath = "/proxy-is-ready";
    private const int Attempts = 10;

    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);

    private readonly ProxyKind _kind;
    private readonly Process _process;
    private readonly string _folder;
    private readonly string _token;
    private readonly Lock _gate = new();
    private readonly StringBuilder _output = new();

    private ReverseProxy(ProxyKind kind, Uri upstream, ProxySettings settings)
    {
        _kind = kind;
        _folder = Directory.CreateTempSubdirectory("wsbroker-proxy-").FullName;
        _token = Guid.NewGuid().ToString("N");
        Address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", FreePorts.Next()).Uri;
        var configuration = new ProxyConfiguration(_folder, Address.Port, upstream, ReadyPath, _token);
        var file = Path.Combine(_folder, "proxy.conf");
        File.WriteAllText(file, kind is ProxyKind.Nginx ? configuration.Nginx(settings) : configuration.Haproxy(settings));
        _process = Start(kind, _folder, file);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>All that it has written.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The requests that it has finished, as it logs them.</summary>
    public IReadOnlyList<ProxiedRequest> Requests
    {
        get
        {
            var access = Path.Combine(_folder, "access.log");
            var log = _kind is ProxyKind.Haproxy ? Output : File.Exists(access) ? File.ReadAllText(access) : "";
            return [.. log.Split('\n').Select(ProxiedRequest.TryParse).OfType<ProxiedRequest>()];
        }
    }

    /// <summary>Starts a proxy and waits until it serves.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="upstream">The broker's address.</param>
    /// <param name="settings">What is changed about it.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start; the message tells why.</exception>
    public static async Task<ReverseProxy> StartAsync(ProxyKind kind, Uri upstream, ProxySettings? settings = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var proxy = new ReverseProxy(kind, upstream, settings ?? new ProxySettings());
            if (await proxy.BecomesReadyAsync())
            {
                return proxy;
            }

            await proxy.DisposeAsync();
            if (attempt == Attempts || !proxy.Output.Contains("Address already in use", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{kind} does not start. It says:\n{proxy.Output}");
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        await _process.WaitForExitAsync(timeout.Token);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Process Start(ProxyKind kind, string folder, string configuration)
    {
        var name = kind is ProxyKind.Nginx ? "nginx" : "haproxy";
        string[] arguments = kind is ProxyKind.Nginx ? ["-p", folder, "-e", "stderr", "-c", configuration] : ["-db", "-f", configuration];
        var start = new ProcessStartInfo(Find(name), arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{name} cannot be started: apt-get install {name}", missing);
        }
    }

    // Where Debian puts them is not in everybody's PATH
    private static string Find(string name) => File.Exists($"/usr/sbin/{name}") ? $"/usr/sbin/{name}" : name;

    private async Task<bool> BecomesReadyAsync()
    {
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        using var http = new HttpClient { BaseAddress = Address };
        using var timer = new PeriodicTimer(_interval);
        try
        {
            while (!_process.HasExited)
            {
                if (await AnswersAsync(http, timeout.Token))
                {
                    return true;
                }

                await timer.WaitForNextTickAsync(timeout.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        // Its output is whole only when this has returned
        await _process.WaitForExitAsync(CancellationToken.None);
        return false;
    }

    private async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await http.GetStringAsync(new Uri(ReadyPath, UriKind.Relative), cancellationToken);
            return answer.Equals(_token, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_gate)
        {
            _output.Append(line).Append('\n');
        }
    }
}

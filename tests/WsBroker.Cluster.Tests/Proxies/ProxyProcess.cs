using System.Diagnostics;
using System.Text;

namespace WsBroker.Cluster.Tests.Proxies;

/// <summary>A process of a real proxy in front of nodes.</summary>
/// <remarks>Disposing kills it.</remarks>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly StringBuilder _output = new();
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="environment">Variables that are set.</param>
    public ProxyProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        // Where Debian puts them is not in everybody's PATH
        var path = File.Exists($"/usr/sbin/{program}") ? $"/usr/sbin/{program}" : program;
        var start = new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Waits until it finds a node ready.</summary>
    /// <param name="address">Where it listens.</param>
    public async Task ServesAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = _patience };
        using var late = new CancellationTokenSource(_patience);
        while (!await IsReadyAsync(http))
        {
            Assert.False(_process.HasExited || late.IsCancellationRequested, $"The proxy does not serve: {_output}");
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task EndedAsync()
    {
        using var late = new CancellationTokenSource(_patience);
        await _process.WaitForExitAsync(late.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
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

using System.Diagnostics;
using WsBroker.EndToEnd.Tests.Clients;

namespace WsBroker.EndToEnd.Tests;

/// <summary>The receiver of webhooks that stands in the README, as it stands there, on a port that the system chose.</summary>
internal sealed class ReadmeReceiver : IDisposable
{
    private static readonly string _python = Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3";

    private readonly Process _process;

    private ReadmeReceiver(Process process, int port)
    {
        _process = process;
        Address = new Uri($"http://127.0.0.1:{port}/");
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="secret">What requests are signed with.</param>
    /// <param name="port">Where it is to listen; 0 for any.</param>
    public static async Task<ReadmeReceiver> StartAsync(string secret, int port = 0)
    {
        var readme = Path.Combine(Path.GetDirectoryName(ScriptRun.Folder("python"))!, "..", "src", "WsBroker.Server", "Webhooks", "README.md");
        var script = (await File.ReadAllTextAsync(readme)).Split("```python\n")[1].Split("```")[0];
        var start = new ProcessStartInfo(_python, ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PORT"] = port.ToString(provider: null);
        start.Environment["WSBROKER__WEBHOOKS__SECRET"] = secret;
        var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        var line = await process.StandardOutput.ReadLineAsync(late.Token);
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return new ReadmeReceiver(process, int.Parse(line!, provider: null));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}

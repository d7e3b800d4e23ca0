using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace WsBroker.TestKit;

/// <summary>The real broker in a process of its own, on a loopback port that the system chose.</summary>
/// <remarks>
/// Runs the <c>wsbroker.dll</c> that lies beside the test assembly, so the test project has to reference <c>src/WsBroker.Server</c>.
/// Settings in the environment of the test run are hidden from it. Disposing kills the process if it still runs. Thread-safe.
/// </remarks>
public sealed class ServerProcess : IAsyncDisposable
{
    private const int Sigstop = 19;
    private const int Sigcont = 18;

    // A cold start on a loaded two-core machine takes some seconds; draining at most as long
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly StringBuilder _output = new();
    private readonly SemaphoreSlim _listeningOrEnded = new(0);
    private readonly int _expected;
    private readonly List<Uri> _addresses = [];

    private ServerProcess(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.StandardErrorEncoding = Encoding.UTF8;
        _expected = start.ArgumentList.Count(static argument => argument is "--listen");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        Id = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Where HTTP is served, such as <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri Http => Address(Uri.UriSchemeHttp);

    /// <summary>Where HTTP is served over TLS, such as <c>https://127.0.0.1:41234/</c>, if <c>--listen https://…</c> was among the arguments.</summary>
    public Uri Https => Address(Uri.UriSchemeHttps);

    /// <summary>The same address for WebSockets, such as <c>wss://127.0.0.1:41234/</c>.</summary>
    public Uri Wss => new UriBuilder(Https) { Scheme = "wss" }.Uri;

    /// <summary>The same address for WebSockets, such as <c>ws://127.0.0.1:41234/</c>.</summary>
    public Uri Ws => new UriBuilder(Http) { Scheme = "ws" }.Uri;

    /// <summary>All that the process has written so far, standard output and standard error as they came.</summary>
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

    /// <summary>Starts <c>wsbroker serve --listen 127.0.0.1:0</c>, and does not wait for anything.</summary>
    /// <param name="extraArguments">More arguments of <c>serve</c>, perhaps more addresses.</param>
    public static ServerProcess Launch(params string[] extraArguments) => new(ServerCommand.Serve(extraArguments));

    /// <summary>Starts <c>wsbroker serve --listen 127.0.0.1:0</c> and waits until it listens.</summary>
    /// <param name="extraArguments">More arguments of <c>serve</c>, perhaps more addresses.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened; the message has its exit code and output.</exception>
    /// <exception cref="TimeoutException">It did not listen within 30 s; the message has its output.</exception>
    public static Task<ServerProcess> StartAsync(params string[] extraArguments) => StartAsync(ServerCommand.Serve(extraArguments));

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <param name="start">Its command; with as many <c>--listen</c> as addresses.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened; the message has its exit code and output.</exception>
    /// <exception cref="TimeoutException">It did not listen within 30 s; the message has its output.</exception>
    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start)
    {
        var server = new ServerProcess(start);
        try
        {
            await server.WaitUntilListeningAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the process to stop (SIGTERM) and waits for its end and the last of its output.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It still ran after 30 s; the message has its output.</exception>
    public Task<int> StopAsync()
    {
        Signal(PosixSignal.SIGTERM);
        return EndedAsync();
    }

    /// <summary>Sends a signal, if it still runs.</summary>
    /// <param name="signal">SIGTERM or SIGINT.</param>
    public void Signal(PosixSignal signal)
    {
        const int sigint = 2;
        const int sigterm = 15;
        if (!_process.HasExited)
        {
            _ = Kill(Id, signal is PosixSignal.SIGINT ? sigint : sigterm);
        }
    }

    /// <summary>Waits for the end of the process and the last of its output.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It still ran after 30 s; the message has its output.</exception>
    public async Task<int> EndedAsync()
    {
        await WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Has the process stand still: connections stay, and nothing is done (SIGSTOP).</summary>
    public void Freeze() => _ = Kill(Id, Sigstop);

    /// <summary>Has the process go on (SIGCONT).</summary>
    public void Thaw() => _ = Kill(Id, Sigcont);

    /// <summary>Kills the process, without a word to it (SIGKILL), and waits for its end.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await WaitForExitAsync();
        _process.Dispose();
        _listeningOrEnded.Dispose();
    }

    private async Task WaitUntilListeningAsync()
    {
        if (!await _listeningOrEnded.WaitAsync(_patience))
        {
            throw new TimeoutException($"wsbroker did not listen within {_patience}. Its output:\n{Output}");
        }

        if (!IsListening())
        {
            await WaitForExitAsync();
            throw new InvalidOperationException(
                $"wsbroker ended with exit code {_process.ExitCode} before it listened. Its output:\n{Output}");
        }
    }

    /// <summary>Waits for the end of the process and of both its outputs.</summary>
    private async Task WaitForExitAsync()
    {
        using var timeout = new CancellationTokenSource(_patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"wsbroker did not end within {_patience}. Its output:\n{Output}", late);
        }
    }

    private void Hear(string? line)
    {
        const string announcement = "Listening on ";
        Keep(line);
        if (line is null)
        {
            _listeningOrEnded.Release();
        }
        else if (!IsListening()
            && line.StartsWith(announcement, StringComparison.Ordinal)
            && Uri.TryCreate(line[announcement.Length..], UriKind.Absolute, out var address)
            && IsLast(address))
        {
            _listeningOrEnded.Release();
        }
    }

    private bool IsListening()
    {
        lock (_gate)
        {
            return _addresses.Count == _expected;
        }
    }

    private bool IsLast(Uri address)
    {
        lock (_gate)
        {
            _addresses.Add(address);
            return _addresses.Count == _expected;
        }
    }

    private Uri Address(string scheme)
    {
        lock (_gate)
        {
            return _addresses.Find(address => string.Equals(address.Scheme, scheme, StringComparison.Ordinal))
                ?? throw new InvalidOperationException($"The server does not listen with {scheme}.");
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _output.Append(line).Append('\n');
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}

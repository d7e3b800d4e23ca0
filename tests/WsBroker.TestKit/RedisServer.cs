using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WsBroker.TestKit;

/// <summary>A real <c>redis-server</c> on a free port of loopback, with a folder of its own that goes with it.</summary>
/// <remarks>It can be killed, started again on the same port and data, frozen and thawed. Belongs to one test at a time.</remarks>
public sealed class RedisServer : IAsyncDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;

    // A cold start on a loaded machine
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly string[] _arguments;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wsbroker-redis-");
    private Process? _process;

    private RedisServer(string[] arguments) => _arguments = arguments;

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>How StackExchange.Redis finds it.</summary>
    public string Connection => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Starts one and waits until it answers. What is acknowledged is in its log, unless the arguments say otherwise.</summary>
    /// <param name="arguments">More arguments of <c>redis-server</c>, such as <c>--maxmemory 10mb</c>.</param>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        var server = new RedisServer(arguments);
        for (var attempt = 1; ; attempt++)
        {
            server.Port = FreePorts.Next();
            try
            {
                await server.StartAgainAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // Somebody took the port meanwhile
            }
        }
    }

    /// <summary>Starts it once more, on the same port and, unless that was deleted, with what it had.</summary>
    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task StartAgainAsync()
    {
        string[] usual = ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.FullName, "--save", "", "--appendonly", "yes"];
        var start = new ProcessStartInfo("env", ["--ignore-signal=XFSZ", "redis-server", .. usual, .. _arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var late = new CancellationTokenSource(_patience);
        while (!await AnswersAsync())
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException("redis-server ended at once.");
            }

            if (late.IsCancellationRequested)
            {
                throw new TimeoutException($"redis-server did not answer within {_patience}.");
            }
        }
    }

    /// <summary>Kills it, as the loss of power would.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Takes away all that it had on disk; to be called while it is killed.</summary>
    public void DeleteData()
    {
        _folder.Delete(recursive: true);
        _folder.Create();
    }

    /// <summary>Has it stand still: connections stay, and nothing is answered.</summary>
    public void Freeze() => Signal(Stop);

    /// <summary>Has it go on.</summary>
    public void Thaw() => Signal(Continue);

    /// <summary>Has writes fail that would make a file longer than so many bytes, as on a disk that is full.</summary>
    /// <param name="bytes">How many; null for as many as there are.</param>
    public async Task LimitFilesAsync(long? bytes)
    {
        var most = bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
        using var limiting = Process.Start("prlimit", ["--pid", _process!.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={most}:unlimited"]);
        await limiting.WaitForExitAsync();
        if (limiting.ExitCode != 0)
        {
            throw new InvalidOperationException("The limit could not be set.");
        }
    }

    /// <summary>Runs one command with <c>redis-cli</c>.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(params string[] command)
    {
        string[] arguments = ["-p", Port.ToString(CultureInfo.InvariantCulture), .. command];
        var start = new ProcessStartInfo("redis-cli", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.TrimEnd('\n');
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            Thaw();
        }

        await KillAsync();
        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    // One that still reads its data answers with an error, which is no PONG
    private async Task<bool> AnswersAsync() =>
        string.Equals(await RunAsync("ping"), "PONG", StringComparison.Ordinal);

    private void Signal(int signal)
    {
        if (Kill(_process!.Id, signal) != 0)
        {
            throw new InvalidOperationException("The signal could not be sent.");
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}

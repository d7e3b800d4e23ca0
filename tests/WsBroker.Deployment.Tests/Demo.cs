using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using WsBroker.TestKit;

namespace WsBroker.Deployment.Tests;

/// <summary>A running <c>deploy/cluster-demo</c>.</summary>
internal sealed partial class Demo : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private static readonly string[] _nodes = ["one", "two", "three"];

    private readonly Process _script;

    private Demo(Process script, string said)
    {
        _script = script;
        Address = new Uri(AddressLine().Match(said).Value);
        var nodes = NodesLine().Match(said).Groups;
        Nodes = [.. _nodes.Select(name => int.Parse(nodes[name].Value, CultureInfo.InvariantCulture))];
    }

    /// <summary>The address that it prints.</summary>
    public Uri Address { get; }

    /// <summary>The process ids of the nodes that it prints.</summary>
    public IReadOnlyList<int> Nodes { get; }

    /// <summary>Starts it and waits until it says that the cluster is there.</summary>
    public static async Task<Demo> StartAsync()
    {
        var start = new ProcessStartInfo(Files.Deploy("cluster-demo"), [FreePorts.Next().ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WSBROKER"] = Path.Combine(AppContext.BaseDirectory, "wsbroker.dll");
        var script = Process.Start(start)!;
        var said = "";
        using var late = new CancellationTokenSource(_patience);
        while (!said.Contains("Ctrl-C stops it", StringComparison.Ordinal))
        {
            var line = await script.StandardOutput.ReadLineAsync(late.Token);
            Assert.True(line is not null, $"{said}{(line is null ? await script.StandardError.ReadToEndAsync(late.Token) : "")}");
            said += $"{line}\n";
        }

        return new Demo(script, said);
    }

    /// <summary>Kills one of its nodes.</summary>
    public void KillNode(int at)
    {
        using var node = Process.GetProcessById(Nodes[at]);
        node.Kill();
    }

    /// <summary>Stops it as Ctrl-C does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        const int sigint = 2;
        _ = Kill(_script.Id, sigint);
        using var late = new CancellationTokenSource(_patience);
        await _script.WaitForExitAsync(late.Token);
        return _script.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        const int sigterm = 15;
        if (!_script.HasExited)
        {
            _ = Kill(_script.Id, sigterm);
            await _script.WaitForExitAsync();
        }

        _script.Dispose();
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddressLine();

    [GeneratedRegex("kill -9 (?<one>[0-9]+) .*: (?<two>[0-9]+) (?<three>[0-9]+)\\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NodesLine();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}

using System.Diagnostics;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>Runs a script of <c>tests/browser</c> with Node and tells what it said.</summary>
internal static class NodeDriver
{
    // A cold Chromium on a loaded two-core machine takes some ten seconds
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>Fails the test unless the script ends with exit code 0; the failure shows all that it wrote.</summary>
    /// <param name="script">A file in <c>tests/browser</c>.</param>
    /// <param name="arguments">What the script is told.</param>
    public static async Task SucceedsAsync(string script, params string[] arguments)
    {
        var folder = Path.Combine(RepositoryRoot(), "tests", "browser");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            $"The Node packages are missing: npm ci --prefix {folder}, or run tests/run");

        using var node = Start(folder, [script, .. arguments]);
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(_patience);
        try
        {
            await node.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            Assert.Fail($"{script} did not end within {_patience}:\n{await output}{await errors}");
        }

        Assert.True(node.ExitCode == 0, $"{script} ended with exit code {node.ExitCode}:\n{await output}{await errors}");
    }

    private static Process Start(string folder, string[] arguments)
    {
        var node = Programs.Find("node");
        Assert.True(node is not null, "Node is missing: apt-get install nodejs npm, or see https://nodejs.org");

        return Process.Start(new ProcessStartInfo(node, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WsBroker.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No WsBroker.sln above {AppContext.BaseDirectory}.");
    }
}

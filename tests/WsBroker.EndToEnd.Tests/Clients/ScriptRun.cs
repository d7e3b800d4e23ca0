using System.Diagnostics;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>Runs a script of <c>tests</c> in another language and tells what it said.</summary>
internal static class ScriptRun
{
    // A cold Chromium on a loaded two-core machine takes some ten seconds
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>A folder beside the test projects.</summary>
    public static string Folder(string name) => Path.Combine(RepositoryRoot(), "tests", name);

    /// <summary>Fails the test unless the script ends with exit code 0; the failure shows all that it wrote.</summary>
    /// <param name="start">The interpreter, the script and what it is told.</param>
    public static async Task SucceedsAsync(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var script = Process.Start(start)!;
        var output = script.StandardOutput.ReadToEndAsync();
        var errors = script.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(_patience);
        try
        {
            await script.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            script.Kill(entireProcessTree: true);
            Assert.Fail($"{start.ArgumentList[0]} did not end within {_patience}:\n{await output}{await errors}");
        }

        Assert.True(
            script.ExitCode == 0,
            $"{start.ArgumentList[0]} ended with exit code {script.ExitCode}:\n{await output}{await errors}");
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

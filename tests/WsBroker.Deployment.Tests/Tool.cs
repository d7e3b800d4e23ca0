using System.Diagnostics;

namespace WsBroker.Deployment.Tests;

/// <summary>A program that is run to its end: its exit code and what it wrote.</summary>
internal sealed record Tool(int ExitCode, string Output, string Errors)
{
    // Longer than it takes to compile the whole server for a machine that has much else to do
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(8);

    /// <summary>Runs a program; fails the test if it is not there or does not end.</summary>
    /// <param name="program">Its path, or its name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="environment">Variables that are set or, with null, removed.</param>
    public static async Task<Tool> RunAsync(
        string program, string[] arguments, string input = "", IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(Find(program), arguments)
        {
            WorkingDirectory = Files.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(_patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {_patience}.");
        }

        return new Tool(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a program, and fails the test unless it ends with exit code 0.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> SucceedsAsync(
        string program, string[] arguments, string input = "", IReadOnlyDictionary<string, string?>? environment = null)
    {
        var run = await RunAsync(program, arguments, input, environment);
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {run.ExitCode}:\n{run.Output}{run.Errors}");
        return run.Output;
    }

    private static string Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Append("/usr/local/sbin");
        var found = Path.IsPathRooted(program) ? program : folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Assert.True(File.Exists(found), $"{program} is missing; tests/run installs what the tests need.");
        return found!;
    }
}

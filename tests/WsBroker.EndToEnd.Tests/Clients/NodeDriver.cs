using System.Diagnostics;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>Runs a script of <c>tests/browser</c> with Node.</summary>
internal static class NodeDriver
{
    /// <summary>Fails the test unless the script ends with exit code 0; the failure shows all that it wrote.</summary>
    /// <param name="script">A file in <c>tests/browser</c>.</param>
    /// <param name="arguments">What the script is told.</param>
    public static Task SucceedsAsync(string script, params string[] arguments) =>
        ScriptRun.SucceedsAsync(Start([script, .. arguments]));

    /// <summary>As above; Node trusts this certificate.</summary>
    public static Task SucceedsAsync(TestCertificate trusted, string script, params string[] arguments)
    {
        var start = Start([script, .. arguments]);
        start.Environment["NODE_EXTRA_CA_CERTS"] = trusted.Write("trusted.pem", trusted.CertificatePem);
        return ScriptRun.SucceedsAsync(start);
    }

    private static ProcessStartInfo Start(string[] arguments)
    {
        var folder = ScriptRun.Folder("browser");
        var node = Programs.Find("node");
        Assert.True(node is not null, "Node is missing: apt-get install nodejs npm, or see https://nodejs.org");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            $"The Node packages are missing: npm ci --prefix {folder}, or run tests/run");

        return new ProcessStartInfo(node, arguments) { WorkingDirectory = folder };
    }
}

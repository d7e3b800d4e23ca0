using System.Diagnostics;
using System.Text;

namespace WsBroker.TestKit;

/// <summary>The command that runs the broker lying beside the test assembly.</summary>
internal static class ServerCommand
{
    /// <summary><c>dotnet exec wsbroker.dll serve --listen 127.0.0.1:0</c>, with the settings of the test run's environment left out.</summary>
    /// <exception cref="InvalidOperationException">There is no <c>wsbroker.dll</c>.</exception>
    public static ProcessStartInfo Serve(string[] extraArguments)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "wsbroker.dll");
        if (!File.Exists(assembly))
        {
            throw new InvalidOperationException($"{assembly} is missing: the test project has to reference src/WsBroker.Server.");
        }

        string[] arguments = ["exec", assembly, "serve", "--listen", "127.0.0.1:0", .. extraArguments];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    private static bool IsSetting(string name) => name.StartsWith("WSBROKER__", StringComparison.OrdinalIgnoreCase);
}

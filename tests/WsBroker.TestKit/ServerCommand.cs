using System.Diagnostics;

namespace WsBroker.TestKit;

/// <summary>The command that runs the broker lying beside the test assembly.</summary>
public static class ServerCommand
{
    /// <summary><c>dotnet exec wsbroker.dll serve --listen 127.0.0.1:0</c>, with the settings of the test run's environment left out.</summary>
    /// <param name="extraArguments">More arguments of <c>serve</c>.</param>
    /// <exception cref="InvalidOperationException">There is no <c>wsbroker.dll</c>.</exception>
    public static ProcessStartInfo Serve(params string[] extraArguments) => ServeAt("127.0.0.1:0", extraArguments);

    /// <summary>The same at another address.</summary>
    /// <param name="listen">Where to listen.</param>
    /// <param name="extraArguments">More arguments of <c>serve</c>.</param>
    /// <exception cref="InvalidOperationException">There is no <c>wsbroker.dll</c>.</exception>
    public static ProcessStartInfo ServeAt(string listen, params string[] extraArguments)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "wsbroker.dll");
        if (!File.Exists(assembly))
        {
            throw new InvalidOperationException($"{assembly} is missing: the test project has to reference src/WsBroker.Server.");
        }

        string[] arguments = ["exec", assembly, "serve", "--listen", listen, .. extraArguments];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    private static bool IsSetting(string name) => name.StartsWith("WSBROKER__", StringComparison.OrdinalIgnoreCase);
}

namespace WsBroker.Deployment.Tests;

/// <summary>The command line of the broker that lies beside the tests.</summary>
internal static class Broker
{
    /// <summary>Has <c>wsbroker check</c> read options; the test fails if it finds something wrong.</summary>
    /// <param name="environment">Options in the environment.</param>
    /// <param name="arguments">Options on the command line.</param>
    /// <returns>All that is in effect.</returns>
    public static Task<string> CheckAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        Tool.SucceedsAsync("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "wsbroker.dll"), "check", .. arguments], environment: environment);
}

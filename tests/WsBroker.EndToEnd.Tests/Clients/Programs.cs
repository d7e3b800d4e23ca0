namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>Finds the programs of others that a test needs.</summary>
internal static class Programs
{
    /// <summary>The full path of a program in PATH, or null.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}

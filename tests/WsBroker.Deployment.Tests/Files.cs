namespace WsBroker.Deployment.Tests;

/// <summary>The files of the repository.</summary>
internal static class Files
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder in <c>deploy</c>.</summary>
    public static string Deploy(string name) => Path.Combine(Root, "deploy", name);

    /// <summary>What a file in <c>deploy</c> says.</summary>
    public static string Read(string name) => File.ReadAllText(Deploy(name));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WsBroker.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No WsBroker.sln above {AppContext.BaseDirectory}.");
    }
}

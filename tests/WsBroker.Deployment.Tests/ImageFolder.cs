using System.Text.Json;
using System.Text.RegularExpressions;

namespace WsBroker.Deployment.Tests;

/// <summary>What the Dockerfile says, and the folder that its own command publishes, as it is in the image.</summary>
public sealed partial class ImageFolder : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wsbroker-image");

    /// <summary>The Dockerfile.</summary>
    internal static string Text { get; } = Files.Read("Dockerfile");

    /// <summary>The folder.</summary>
    public string App => Path.Combine(_folder.FullName, "app");

    /// <summary>What starts the server in it.</summary>
    internal static IReadOnlyList<string> Start { get; } = [.. Words("ENTRYPOINT"), .. Words("CMD")];

    /// <summary>What asks whether it lives.</summary>
    internal static IReadOnlyList<string> Probe { get; } = Words("CMD", after: "HEALTHCHECK");

    /// <summary>What the environment has in it for the runtime.</summary>
    internal static IReadOnlyDictionary<string, string> Runtime { get; } = RuntimeSetting().Matches(Text).ToDictionary(
        static one => one.Groups["name"].Value, static one => one.Groups["value"].Value, StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var publish = Publish().Match(Text).Groups["arguments"].Value.Split(' ');
        await Tool.SucceedsAsync("dotnet", ["publish", .. publish[..^1], App, "--artifacts-path", Path.Combine(_folder.FullName, "work")]);
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static string[] Words(string instruction, string after = "\n")
    {
        var line = Text[Text.LastIndexOf(after is "\n" ? $"\n{instruction} " : after, StringComparison.Ordinal)..];
        var from = line.IndexOf($"{instruction} [", StringComparison.Ordinal) + instruction.Length + 1;
        return JsonSerializer.Deserialize<string[]>(line[from..(line.IndexOf(']', from) + 1)])!;
    }

    [GeneratedRegex("^RUN dotnet publish (?<arguments>.* -o /app)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Publish();

    [GeneratedRegex("(?<name>DOTNET_[A-Za-z]+)=(?<value>[^ \\n]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RuntimeSetting();
}

using System.Diagnostics.CodeAnalysis;
using WsBroker.Broker.Topics;

namespace WsBroker.Server.Options;

/// <summary>Where topics keep what they remember: in this process alone, or in a log on disk too.</summary>
/// <param name="Folder">The folder of the log; null if there is none.</param>
public sealed record EngineOption(string? Folder)
{
    private const string Disk = "disk:";

    /// <summary>In this process alone.</summary>
    public static EngineOption Memory { get; } = new(Folder: null);

    /// <summary>What topics outlive for which no rule says otherwise.</summary>
    public Durability Durability => Folder is null ? Durability.Memory : Durability.Disk;

    /// <summary>Takes <c>memory</c>, or <c>disk:</c> and a folder, of which the one above has to be there.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out EngineOption? engine)
    {
        engine = text switch
        {
            "memory" => Memory,
            _ when text.StartsWith(Disk, StringComparison.Ordinal) && CanHave(text[Disk.Length..]) => new EngineOption(text[Disk.Length..]),
            _ => null,
        };
        return engine is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Folder is null ? "memory" : Disk + Folder;

    private static bool CanHave(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder) || folder.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return parent is null || Directory.Exists(parent);
    }
}

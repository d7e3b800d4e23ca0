using System.Diagnostics.CodeAnalysis;
using WsBroker.Broker.Topics;
using WsBroker.Redis;

namespace WsBroker.Server.Options;

/// <summary>Where topics keep what they remember: in this process alone, in a log on disk too, or in Redis, which other nodes share.</summary>
/// <param name="Folder">The folder of the log; null if there is none.</param>
public sealed record EngineOption(string? Folder)
{
    private const string Disk = "disk:";
    private const string RedisPrefix = "redis:";

    /// <summary>In this process alone.</summary>
    public static EngineOption Memory { get; } = new(Folder: null);

    /// <summary>One connection string for each Redis; none if there is no Redis. Secrets.</summary>
    public IReadOnlyList<string> Shards { get; init; } = [];

    /// <summary>Whether other nodes share it.</summary>
    public bool IsShared => Shards.Count > 0;

    /// <summary>What topics outlive for which no rule says otherwise.</summary>
    public Durability Durability => (Folder, IsShared) switch
    {
        (not null, _) => Durability.Disk,
        (_, true) => Durability.Redis,
        _ => Durability.Memory,
    };

    /// <summary>
    /// Takes <c>memory</c>; <c>disk:</c> and a folder, of which the one above has to be there; or <c>redis:</c> and connection strings, between
    /// which there are semicolons. Whether these can be understood is for <see cref="Check"/> to say, who does not repeat them.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out EngineOption? engine)
    {
        engine = text switch
        {
            "memory" => Memory,
            _ when text.StartsWith(Disk, StringComparison.Ordinal) && CanHave(text[Disk.Length..]) => new EngineOption(text[Disk.Length..]),
            _ when text.StartsWith(RedisPrefix, StringComparison.Ordinal) => new EngineOption(Folder: null)
            {
                Shards = text[RedisPrefix.Length..].Split(';', StringSplitOptions.TrimEntries),
            },
            _ => null,
        };
        return engine is not null;
    }

    /// <summary>Checks what of other options goes with it.</summary>
    /// <exception cref="InvalidOptionsException">Something does not, and the message says what; secrets are left out.</exception>
    internal void Check(ServerOptions options)
    {
        var wrong = Shards.Index().FirstOrDefault(static shard => RedisOptions.Describe(shard.Item) is null, (Index: -1, Item: ""));
        if (wrong.Index >= 0)
        {
            throw new InvalidOptionsException(
                $"The option 'engine' is {RedisPrefix} with a connection string that cannot be understood (number {wrong.Index + 1}); allowed is one of StackExchange.Redis, like redis:127.0.0.1:6379 or redis:a:6379,b:6379,password=…, and redis:prefix in place of its channelPrefix.");
        }

        CheckAlone("redis:", options.Redis == new ServerOptions().Redis);
        CheckAlone("cluster:", options.Cluster == new ServerOptions().Cluster);
        CheckRules(options.Topics, Durability.Disk, Folder is not null, "on disk", "disk:DIR");
        CheckRules(options.Topics, Durability.Redis, IsShared, "in Redis", "redis:CONNECTION");
    }

    /// <inheritdoc/>
    public override string ToString() => (Folder, IsShared) switch
    {
        (not null, _) => Disk + Folder,
        (_, true) => RedisPrefix + string.Join(';', Shards.Select(static shard => RedisOptions.Describe(shard) ?? "?")),
        _ => "memory",
    };

    private void CheckAlone(string group, bool isLeft)
    {
        if (!IsShared && !isLeft)
        {
            throw new InvalidOptionsException(
                $"Options that begin with '{group}' are for nodes that share a Redis; with the engine '{this}' each node is alone: set engine=redis:CONNECTION (--engine redis:CONNECTION).");
        }
    }

    private void CheckRules(IReadOnlyList<TopicRule> rules, Durability wanted, bool has, string where, string engine)
    {
        if (!has && rules.FirstOrDefault(rule => rule.Durability == wanted) is { } rule)
        {
            throw new InvalidOptionsException(
                $"The rule for {rule.Match.Text} wants its topics {where}, which the engine '{this}' does not have: set engine={engine} (--engine {engine}).");
        }
    }

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

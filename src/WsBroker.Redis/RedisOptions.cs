using WsBroker.Redis.Connections;

namespace WsBroker.Redis;

/// <summary>Which Redis a node uses, and how.</summary>
/// <param name="Shards">
/// One connection string of StackExchange.Redis for each shard, in the same order on every node: a single server, Sentinel or
/// a cluster. Secrets: not for logs.
/// </param>
public sealed record RedisOptions(IReadOnlyList<string> Shards)
{
    /// <summary>The longest prefix.</summary>
    public const int MaxPrefix = 64;

    /// <summary>What every key and channel begins with: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, 1 to 64 of them.</summary>
    public string Prefix { get; init; } = "wsbroker";

    /// <summary>How long one call may take before it counts as failed. 100 ms to 5 s.</summary>
    // A publisher waits at most twice as long: once for what is on its way, once for its own
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long Redis may be away before the subscribers of its topics are told. 1 s to 1 h.</summary>
    // Longer than a failover takes, and much shorter than a user's patience with a list that stands still
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a text can be <see cref="Prefix"/>.</summary>
    public static bool IsPrefix(string text) =>
        text is { Length: > 0 and <= MaxPrefix } && text.All(static character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    /// <summary>A connection string without its secrets; null if it cannot be understood.</summary>
    public static string? Describe(string connection)
    {
        try
        {
            return RedisConfiguration.Parse(connection).ToString(includePassword: false);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }
}

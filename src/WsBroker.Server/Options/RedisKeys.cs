using WsBroker.Redis;

namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>redis:</c>.</summary>
internal static class RedisKeys
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        new(
            "redis:prefix",
            $"1 to {RedisOptions.MaxPrefix} letters, digits, '.', '_' and '-'",
            "what all keys and channels begin with; nodes with the same one are one cluster",
            static (options, value) => RedisOptions.IsPrefix(value) ? options with { Redis = options.Redis with { Prefix = value } } : null,
            static options => options.Redis.Prefix),
        OptionKey.InRange(
            "redis:timeout",
            new TimeRange(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5)),
            "time for one call to Redis",
            static (options, time) => options with { Redis = options.Redis with { Timeout = time } },
            static options => options.Redis.Timeout),
        OptionKey.InRange(
            "redis:patience",
            new TimeRange(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            "time for Redis to be away before the subscribers of its topics are told",
            static (options, time) => options with { Redis = options.Redis with { Patience = time } },
            static options => options.Redis.Patience),
    ];
}

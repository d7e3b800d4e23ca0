using System.Globalization;
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
        Time(
            "redis:timeout",
            TimeSpan.FromMilliseconds(100),
            TimeSpan.FromSeconds(5),
            "time for one call to Redis",
            static (redis, time) => redis with { Timeout = time },
            static redis => redis.Timeout),
        Time(
            "redis:patience",
            TimeSpan.FromSeconds(1),
            TimeSpan.FromHours(1),
            "time for Redis to be away before the subscribers of its topics are told",
            static (redis, time) => redis with { Patience = time },
            static redis => redis.Patience),
    ];

    private static OptionKey Time(
        string name, TimeSpan least, TimeSpan most, string meaning, Func<RedisOptions, TimeSpan, RedisOptions> set, Func<RedisOptions, TimeSpan> get) =>
        new(
            name,
            $"a time from {least.ToString("g", CultureInfo.InvariantCulture)} to {most.ToString("g", CultureInfo.InvariantCulture)}",
            meaning,
            (options, value) => TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) && time >= least && time <= most
                ? options with { Redis = set(options.Redis, time) }
                : null,
            options => get(options.Redis).ToString("c", CultureInfo.InvariantCulture));
}

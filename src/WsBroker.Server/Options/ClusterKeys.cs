using System.Globalization;

namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>cluster:</c>.</summary>
internal static class ClusterKeys
{
    /// <summary>So many signs of life come while one counts.</summary>
    private const int SignsInLife = 4;

    // A sign of life a second, which is as often as a node tries again
    private static readonly TimeSpan _shortest = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(10);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        new(
            "cluster:life",
            $"a time from {_shortest:c} to {_longest:c}",
            "time for which a node's sign of life counts; of one that dies, clients are gone for all within twice that",
            static (options, value) => TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var life) && life >= _shortest && life <= _longest
                ? options with { Cluster = options.Cluster with { BeatLife = life, BeatInterval = life / SignsInLife } }
                : null,
            static options => options.Cluster.BeatLife.ToString("c", CultureInfo.InvariantCulture)),
    ];
}

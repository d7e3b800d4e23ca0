namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>cluster:</c>.</summary>
internal static class ClusterKeys
{
    /// <summary>So many signs of life come while one counts.</summary>
    private const int SignsInLife = 4;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        OptionKey.InRange(
            "cluster:life",
            // From a sign of life a second, which is as often as a node tries again
            new TimeRange(TimeSpan.FromSeconds(SignsInLife), TimeSpan.FromMinutes(10)),
            "time for which a node's sign of life counts; of one that dies, clients are gone for all within twice that",
            static (options, life) => options with { Cluster = options.Cluster with { BeatLife = life, BeatInterval = life / SignsInLife } },
            static options => options.Cluster.BeatLife),
    ];
}

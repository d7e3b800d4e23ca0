namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>drain:</c>.</summary>
internal static class DrainKeys
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        OptionKey.InRange(
            "drain:timeout",
            new TimeRange(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            "time for clients to be gone when the server is to end",
            static (options, time) => options with { Drain = options.Drain with { Timeout = time } },
            static options => options.Drain.Timeout),
        OptionKey.InRange(
            "drain:pause",
            new TimeRange(TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            "time before that in which nobody new is let in, for a load balancer to see it",
            static (options, time) => options with { Drain = options.Drain with { Pause = time } },
            static options => options.Drain.Pause),
        OptionKey.InRange(
            "drain:clientsPerSecond",
            new NumberRange(1, 1_000_000),
            "clients that are told to leave, and come back, in a second",
            static (options, clients) => options with { Drain = options.Drain with { ClientsPerSecond = (int)clients } },
            static options => options.Drain.ClientsPerSecond),
    ];
}

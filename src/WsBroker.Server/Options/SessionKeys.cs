namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>sessions:</c>.</summary>
internal static class SessionKeys
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        OptionKey.InRange(
            "sessions:age",
            new TimeRange(TimeSpan.Zero, TimeSpan.FromHours(1)),
            "time for which a session is kept whose connection is lost; 0 is not at all",
            static (options, age) => options with { Sessions = options.Sessions with { Age = age } },
            static options => options.Sessions.Age),
        OptionKey.InRange(
            "sessions:count",
            new NumberRange(1, 10_000_000),
            "most sessions that are kept; the oldest goes first",
            static (options, count) => options with { Sessions = options.Sessions with { MaxCount = (int)count } },
            static options => options.Sessions.MaxCount),
    ];
}

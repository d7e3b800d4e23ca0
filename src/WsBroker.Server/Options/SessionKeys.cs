using System.Globalization;

namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>sessions:</c>.</summary>
internal static class SessionKeys
{
    private const int MostSessions = 10_000_000;

    private static readonly TimeSpan _longest = TimeSpan.FromHours(1);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        new(
            "sessions:age",
            "a time from 00:00:00 to 01:00:00; 0 is not at all",
            "time for which a session is kept whose connection is lost",
            (options, value) =>
                TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var age) && age >= TimeSpan.Zero && age <= _longest
                    ? options with { Sessions = options.Sessions with { Age = age } }
                    : null,
            options => options.Sessions.Age.ToString("c", CultureInfo.InvariantCulture)),
        new(
            "sessions:count",
            string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {MostSessions}"),
            "most sessions that are kept; the oldest goes first",
            (options, value) =>
                int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostSessions
                    ? options with { Sessions = options.Sessions with { MaxCount = count } }
                    : null,
            options => options.Sessions.MaxCount.ToString(CultureInfo.InvariantCulture)),
    ];
}

using System.Globalization;

namespace WsBroker.Server.Options;

/// <summary>The times that an option may have, written as <c>00:00:05</c>, <c>00:00:00.5</c> or <c>1.12:00:00</c>.</summary>
/// <param name="Least">The shortest.</param>
/// <param name="Most">The longest.</param>
internal sealed record TimeRange(TimeSpan Least, TimeSpan Most)
{
    /// <summary>What is allowed, in words.</summary>
    public string Allowed => $"a time from {Text(Least)} to {Text(Most)}";

    /// <summary>Reads a time.</summary>
    /// <returns>Null if it is none, or out of the range. A bare number is none but 0: it would be days, and most who write one mean seconds.</returns>
    public TimeSpan? Read(string text) =>
        (text is "0" || text.Contains(':', StringComparison.Ordinal))
        && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time)
        && time >= Least
        && time <= Most
            ? time
            : null;

    /// <summary>A time as it is read.</summary>
    public static string Text(TimeSpan time)
    {
        var text = time.ToString("c", CultureInfo.InvariantCulture);
        return time.Ticks % TimeSpan.TicksPerSecond == 0 ? text : text.TrimEnd('0');
    }
}

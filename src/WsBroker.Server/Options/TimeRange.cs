using System.Globalization;

namespace WsBroker.Server.Options;

/// <summary>The times that an option may have, written as <c>00:00:05</c>, <c>00:00:00.5</c> or <c>1.12:00:00</c>.</summary>
/// <remarks>A bare number is none but 0: it would be days, and most who write one mean seconds.</remarks>
/// <param name="Least">The shortest.</param>
/// <param name="Most">The longest.</param>
internal sealed record TimeRange(TimeSpan Least, TimeSpan Most) : OptionRange<TimeSpan>(Least, Most)
{
    /// <inheritdoc/>
    protected override string Kind => "a time";

    /// <inheritdoc/>
    public override string Text(TimeSpan value)
    {
        var text = value.ToString("c", CultureInfo.InvariantCulture);
        return value.Ticks % TimeSpan.TicksPerSecond == 0 ? text : text.TrimEnd('0');
    }

    /// <inheritdoc/>
    protected override TimeSpan? Parse(string text) =>
        (text is "0" || text.Contains(':', StringComparison.Ordinal)) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
}

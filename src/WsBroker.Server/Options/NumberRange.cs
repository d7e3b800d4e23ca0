using System.Globalization;

namespace WsBroker.Server.Options;

/// <summary>The whole numbers that an option may have.</summary>
/// <param name="Least">The smallest, not below 0.</param>
/// <param name="Most">The largest.</param>
internal sealed record NumberRange(long Least, long Most) : OptionRange<long>(Least, Most)
{
    /// <inheritdoc/>
    protected override string Kind => "a whole number";

    /// <inheritdoc/>
    public override string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override long? Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
